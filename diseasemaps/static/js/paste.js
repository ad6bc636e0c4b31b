// Text that is pasted from a word processor keeps its headings, lists, tables and links, as the Markdown that an author
// would have typed (docs/decisions/0050-pasted-text.md). Without this script the browser pastes plain text.
(function () {
  'use strict'
  const LONG = 1000 // lines
  const MOST = 500000 // letters, ten times what a section takes
  const LETTER = /[\p{L}\p{N}]/u
  const MARKS = /(\[\^[^[\]]*\]|\{\s*(?:fact|no-source)\s*:[^{}]*\})/i

  // Only what would be read as something else is marked as what it is; marks that the author wrote by hand stay marks.
  function plain (text) {
    return text.split(MARKS).map(function (piece, place) {
      if (place % 2) { return piece }
      return piece.replace(/[\\*]/g, '\\$&').replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
        .replace(/\]\(/g, '] (').replace(/<(?=[a-z!?/])/gi, '\\<').replace(/&(?=#?\w+;)/g, '\\&')
    }).join('')
  }

  // How many signs of that kind stand at the beginning; counted one by one, because a pattern would go back and forth.
  function beginning (signs, kind) {
    const first = signs.findIndex(function (sign) { return !kind.test(sign) })
    return first < 0 ? signs.length : first
  }

  // Emphasis holds only where it stands against the right signs: blanks leave it, and punctuation beside a letter too.
  function emphasised (run, before, after) {
    const sign = (run.isStrong ? '**' : '') + (run.isEmphasis ? '*' : '')
    if (!sign) { return plain(run.text) }
    const signs = Array.from(run.text)
    const opening = beginning(signs, LETTER.test(before.slice(-1)) ? /[\s\p{P}\p{S}]/u : /\s/)
    const rest = signs.slice(opening)
    const closing = rest.length - beginning([...rest].reverse(), LETTER.test(after.slice(0, 1)) ? /[\s\p{P}\p{S}]/u : /\s/)
    const words = rest.slice(0, closing).join('')
    if (!words) { return plain(run.text) }
    return plain(signs.slice(0, opening).join('')) + sign + plain(words) + sign + plain(rest.slice(closing).join(''))
  }

  // Runs as one text: neighbours that look alike are one, and blanks are single.
  function merged (runs, newline) {
    const all = []
    for (const run of runs) {
      const last = all[all.length - 1]
      const isAlike = last && ['isStrong', 'isEmphasis', 'address'].every(function (name) {
        return (last[name] || '') === (run[name] || '')
      })
      if (isAlike || (last && !run.text.trim())) { last.text += run.text } else { all.push({ ...run }) }
    }
    let before = ' '
    for (const run of all) {
      run.text = run.text.replace(/[ \u00a0]{2,}/g, ' ').replace(/ *\n[ \n]*/g, newline)
      if (/\s$/.test(before)) { run.text = run.text.trimStart() }
      before = run.text || before
    }
    return all.filter(function (run) { return run.text })
  }

  function flowing (runs, newline) {
    const all = merged(runs, newline)
    let text = ''
    all.forEach(function (run, place) {
      const after = (all[place + 1] || { text: '' }).text
      const written = emphasised(run, place ? all[place - 1].text : '', after)
      if (!run.address) { text += written; return }
      const words = written.trim().replace(/[[\]]/g, '\\$&')
      const edge = function (is) { return is ? ' ' : '' }
      text += words ? edge(/^\s/.test(written)) + '[' + words + '](' + run.address + ')' + edge(/\s$/.test(written)) : ' '
    })
    return text.trim().replace(/\n/g, '\\\n')
  }

  // A cell that stands in several places is written once.
  const cells = new WeakMap()

  function celled (cell) {
    if (!cell) { return '' }
    if (!cells.has(cell)) {
      const isList = cell.some(function (block) { return block.mark })
      cells.set(cell, cell.map(asLine).join(isList ? '; ' : ' ').replace(/\|/g, '\\|'))
    }
    return cells.get(cell)
  }

  function tabled (rows) {
    const columns = Math.max(...rows.map(function (row) { return row.length }))
    const lines = rows.map(function (row) {
      return '| ' + Array.from({ length: columns }, function (_, place) { return celled(row[place]) }).join(' | ') + ' |'
    })
    lines.splice(1, 0, '|' + '---|'.repeat(columns))
    return lines.join('\n')
  }

  function asLine (block) {
    return block.rows ? block.rows.flat().map(celled).join(' ') : flowing(block.runs, ' ')
  }

  function worded (block, highest) {
    if (block.rows) { return tabled(block.rows) }
    if (block.kind === 'heading') { return '#'.repeat(Math.min(block.level - highest + 2, 6)) + ' ' + flowing(block.runs, ' ') }
    // A year at the start of a line is no number of a list, and “> 5 mg” no quotation.
    return flowing(block.runs, '\n').replace(/^[>+]/gm, '\\$&').replace(/^(\d{3,})(?=[.)]\s)/gm, '$1\\')
  }

  // Headings begin at the second level, whatever the level at which the pasted part began.
  function asBlocks (blocks) {
    const highest = Math.min(...blocks.map(function (block) { return block.kind === 'heading' ? block.level : 6 }))
    let lists = [] // those that are open, each with the width and the number of its last mark
    let text = ''
    let wasQuoted = false
    for (const block of blocks) {
      const depth = Math.min(block.depth, lists.length + (block.mark ? 1 : 0))
      const before = lists[depth - 1]
      const mark = block.mark === '?. ' ? ((before ? before.number : 0) + 1) + '. ' : block.mark || ''
      const number = parseInt(mark, 10) || 0
      const isNext = mark && lists.length && (before || number < 2)
      lists = lists.slice(0, mark ? depth - 1 : depth)
      const margin = ' '.repeat(lists.reduce(function (sum, list) { return sum + list.width }, 0))
      if (mark) { lists.push({ width: mark.length, number }) }
      const words = margin + mark + worded(block, highest).replace(/\n/g, '\n' + margin + ' '.repeat(mark.length))
      text += text ? (isNext ? '\n' : block.isQuoted && wasQuoted ? '\n>\n' : '\n\n') : ''
      text += block.isQuoted ? words.replace(/^/gm, '> ') : words
      wasQuoted = block.isQuoted
    }
    return text
  }

  // The Markdown, and what became of the rest; nothing where plain text says all there is.
  function converted (html, isLine) {
    const found = window.clipboardBlocks(html)
    if (!found) { return null }
    const blocks = found.blocks.filter(function (block) { return block.rows || flowing(block.runs, ' ') })
    const text = isLine ? blocks.map(asLine).join(' ') : asBlocks(blocks)
    const isOne = blocks.length === 1 && blocks[0].kind === 'paragraph' && !blocks[0].depth
    const isPlain = isOne && !/[*[\\⁰¹²³⁴-⁹₀-₉]/.test(text) && !Object.keys(found.left).length
    if (!text || isPlain || text.length > MOST) { return null }
    const kept = {
      headings: blocks.some(function (block) { return block.kind === 'heading' }),
      lists: blocks.some(function (block) { return block.mark }),
      tables: blocks.some(function (block) { return block.rows }),
      links: /\]\((?:https?|mailto):/.test(text)
    }
    return { ...found, text, kept: isLine ? { links: kept.links } : kept, isApart: !isLine && !isOne }
  }

  // What stands apart from the words around it has an empty line before it and after it.
  function apart (box, text) {
    const before = box.value.slice(0, box.selectionStart)
    const after = box.value.slice(box.selectionEnd)
    const opening = before.trim() ? '\n'.repeat(2 - /\n{0,2}$/.exec(before)[0].length) : ''
    const closing = after.trim() ? '\n'.repeat(2 - /^\n{0,2}/.exec(after)[0].length) : ''
    return opening + text + closing
  }

  // As if it had been typed, so that the browser can undo it; what is very long would keep it busy for many seconds.
  function insert (box, text) {
    if (text.split('\n').length < LONG && document.execCommand('insertText', false, text)) { return true }
    box.setRangeText(text, box.selectionStart, box.selectionEnd, 'end')
    box.dispatchEvent(new Event('input', { bubbles: true }))
    return false
  }

  function said (words, result, canUndo) {
    const lines = []
    const kept = Object.keys(result.kept).filter(function (name) { return result.kept[name] })
    const left = Object.keys(result.left).map(function (name) {
      return words[name + 'Left'] + ' (' + result.left[name] + ')'
    })
    if (kept.length) { lines.push(words.kept + ' ' + kept.map(function (name) { return words[name] }).join(', ') + '.') }
    if (left.length) { lines.push(words.left + ' ' + left.join(', ') + '.') }
    if (result.look) { lines.push(words.look) }
    if (!canUndo) { lines.push(words.long) }
    return lines.join(' ')
  }

  document.addEventListener('DOMContentLoaded', function () {
    const form = document.getElementById('writing')
    const status = document.getElementById('pasted')
    document.getElementById('pasting').hidden = false
    form.addEventListener('paste', function (event) {
      const box = event.target
      if (!event.clipboardData || !box.matches('textarea[data-markdown]')) { return }
      status.textContent = ''
      const result = converted(event.clipboardData.getData('text/html'), box.dataset.markdown === 'line')
      if (!result) { return }
      event.preventDefault()
      const canUndo = insert(box, result.isApart ? apart(box, result.text) : result.text)
      status.textContent = said(status.dataset, result, canUndo)
    })
  })
})()
