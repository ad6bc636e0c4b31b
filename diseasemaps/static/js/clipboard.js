// What lies in the clipboard, block by block. Its HTML is read in a document of its own, in which nothing runs and nothing
// is fetched, and only text leaves it (docs/decisions/0050-pasted-text.md).
(function () {
  'use strict'
  const LONGEST = 4e6 // letters of HTML; a book is pasted plain
  const DEEPEST = 3 // lists in one another (docs/decisions/0013)
  const SKIPPED = 'xmp, script, title, template, noscript, select, option, textarea, button, input, hr'
  const PICTURES = 'img, svg, picture, canvas, video, audio, object, embed, iframe, math'
  const BLOCKS = [
    'address, article, aside, blockquote, center, dd, details, div, dl, dt, figcaption, figure, footer, form',
    'h1, h2, h3, h4, h5, h6, header, li, main, nav, ol, p, section, summary, tbody, td, tfoot, th, thead, tr, ul'
  ].join(', ')
  const NOTES = /#_?(ftn(?!t?_?ref)|edn(?!ref)|sd(foot|end)note|fn|cite[_-]note|source-)/i
  const BACK = 'a[href*="#ftnt_ref"], a[href*="#cite_ref"], a[href*="#_ftnref"], a[href*="#_ednref"]'
  const MAILBOX = /^[^\s@?&/:\\]+@[^\s@?&/:\\]+$/
  const WIDEST = 20 // cells that one cell may stand for
  const REPEATED = 200 // letters of such a cell, which would be told again in each; what is longer is told once
  const RAISED = Object.assign(Object.create(null), { sup: '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻', sub: '₀₁₂₃₄₅₆₇₈₉₊₋' })
  const START = {
    kind: 'paragraph', level: 0, depth: 0, isStrong: false, isEmphasis: false, isQuoted: false, address: ''
  }

  // What is worn by an element itself; the styles of the page that it came from are not read.
  function worn (element, property) {
    const all = (element.dataset.worn || '').split(';').map(function (each) { return each.split(':') })
    const found = all.filter(function (each) { return each[0].trim().toLowerCase() === property && each.length > 1 }).pop()
    return found ? found.slice(1).join(':').trim().toLowerCase() : ''
  }

  // An address to which readers can go, as the site takes it; nothing for any other.
  function reachable (address) {
    if (!/^(https?|mailto):/i.test(address)) { return '' }
    let url
    try { url = new URL(address) } catch { return '' }
    if (url.protocol === 'mailto:') { return MAILBOX.test(url.pathname) ? escaped('mailto:' + url.pathname) : '' }
    const isPlace = /^([a-z0-9-]+\.)+[a-z][a-z0-9-]*$/.test(url.hostname) && url.port.length < 5
    if (url.username || url.password || !isPlace) { return '' }
    return escaped(url.href)
  }

  // Without the signs that would end the address in the Markdown.
  function escaped (address) {
    return address.replace(/[()|<>\\]/g, function (sign) { return '%' + sign.charCodeAt(0).toString(16).toUpperCase() })
  }

  function raised (text, how) {
    const signs = Array.from(text.trim().replace(/[−–]/g, '-'))
    const places = signs.map(function (sign) { return '0123456789+-'.indexOf(sign) })
    if (places.every(function (place) { return place >= 0 })) {
      return places.map(function (place) { return RAISED[how][place] }).join('')
    }
    return /\d/.test(text) ? (how === 'sup' ? '^' : '_') + '(' + text.trim() + ')' : text
  }

  // Blocks in their order, each with its runs of text: { kind, level, depth, mark, isQuoted, runs } or a table with rows.
  function Reader (told) {
    this.told = told
    this.blocks = []
    this.now = null
  }

  Reader.prototype = {
    close () { this.now = null },

    leave (what) { this.told.left[what] = (this.told.left[what] || 0) + 1 },

    add (text, style) {
      if (!this.now) {
        if (!text.trim()) { return }
        const { kind, level, depth, isQuoted, item } = style
        this.now = { kind, level, depth, isQuoted, runs: [], mark: item ? item.mark : '' }
        if (item) { item.mark = '' }
        this.blocks.push(this.now)
      }
      this.now.runs.push({ text, isStrong: style.isStrong, isEmphasis: style.isEmphasis, address: style.address })
    },

    read (parent, style) {
      for (const node of parent.childNodes) {
        if (node.nodeType === Node.TEXT_NODE) {
          this.add(node.data.replace(/[\t\n\f\r ]+/g, ' '), style)
        } else if (node.nodeType === Node.ELEMENT_NODE && !this.isLeft(node)) {
          this.enter(node, style)
        }
      }
    },

    // What is not read, and counted where somebody saw it.
    isLeft (element) {
      const isHidden = worn(element, 'display') === 'none' || worn(element, 'mso-hide') || element.matches(SKIPPED)
      const isSign = /ignore/.test(worn(element, 'mso-list'))
      const isBelow = /^(foot|end)note|^comment/.test(worn(element, 'mso-element')) ||
        /^sd(foot|end)note\d/.test(element.id) || (element.matches('p, li') && element.querySelector(BACK))
      if (isHidden || isSign || isBelow) { return true }
      const address = element.getAttribute('href') || ''
      const isNote = element.localName === 'a' && (NOTES.test(address) || (address.includes('#') && element.closest('sup')))
      const what = element.matches(PICTURES) ? 'pictures'
        : isNote ? 'footnotes'
          : /^#_msocom/.test(address) ? 'comments'
            : element.matches('s, strike, del') || /line-through/.test(worn(element, 'text-decoration')) ? 'struck' : ''
      if (what && (what === 'pictures' || element.textContent.trim())) { this.leave(what) }
      return Boolean(what)
    },

    enter (element, style) {
      const name = element.localName
      if (name === 'br') { this.add('\n', style) }
      else if (name === 'table') { this.table(element, style) }
      else if (element.matches(BLOCKS)) {
        this.close()
        this.read(element, this.block(element, name, style))
        this.close()
      } else {
        this.inline(element, name, style)
      }
    },

    block (element, name, style) {
      const heading = /^h([1-6])$/.exec(name) || (element.classList.contains('MsoTitle') && [0, 1])
      const listed = /level(\d)/.exec(worn(element, 'mso-list'))
      if (heading) { return { ...style, kind: 'heading', level: Number(heading[1]), depth: 0, isStrong: null } }
      if (listed) {
        const sign = element.querySelector('[data-worn*="gnore" i]')
        const number = /(\d+)[.)]*\s*$|^\s*\(?[a-z]{1,4}[.)]/i.exec(sign ? sign.textContent : '')
        return { ...style, depth: this.deep(Number(listed[1])), item: { mark: number ? (number[1] || '?') + '. ' : '- ' } }
      }
      if (name === 'ul' || name === 'ol') {
        return { ...style, depth: this.deep(style.depth + 1), list: { isNumbered: name === 'ol', next: element.start || 1 } }
      }
      if (name === 'li') {
        const list = style.list || {}
        return { ...style, depth: style.depth || 1, item: { mark: list.isNumbered ? list.next++ + '. ' : '- ' } }
      }
      return name === 'blockquote' ? { ...style, isQuoted: true } : style
    },

    deep (depth) {
      if (depth > DEEPEST) { this.told.look = true }
      return Math.min(depth, DEEPEST)
    },

    inline (element, name, style) {
      const weight = worn(element, 'font-weight')
      const slant = worn(element, 'font-style')
      const isStrong = weight ? /bold|[6-9]00/.test(weight) : style.isStrong || name === 'b' || name === 'strong'
      const isEmphasis = slant ? /italic|oblique/.test(slant) : style.isEmphasis || name === 'i' || name === 'em'
      const inner = { ...style, isStrong: style.isStrong === null ? null : isStrong, isEmphasis }
      const stands = worn(element, 'vertical-align')
      const how = name in RAISED ? name : /^(super|sub)$/.test(stands) ? stands.slice(0, 3) : ''
      if (how && !element.querySelector('a, img')) { this.add(raised(element.textContent, how), inner); return }
      if (name === 'a' && element.hasAttribute('href')) {
        inner.address = reachable(element.getAttribute('href').trim())
        if (!inner.address && !/^#/.test(element.getAttribute('href')) && element.textContent.trim()) { this.leave('links') }
      }
      this.read(element, inner)
    },

    // A frame around text and a table within a list are no tables to readers: what stands in their cells stays.
    table (element, style) {
      this.close()
      const isFrame = element.querySelector('table') || element.querySelectorAll('td, th').length < 2
      if (isFrame || style.depth || style.isQuoted) {
        if (!isFrame) { this.told.look = true }
        this.read(element, style)
      } else {
        if (element.caption) { this.read(element.caption, style) }
        const rows = this.rows(element)
        if (rows.length) { this.blocks.push({ kind: 'table', depth: 0, rows }) }
      }
      this.close()
    },

    // Cells that were merged are told in each row and column that they stood for; long words only in the first.
    rows (element) {
      const rows = Array.from(element.rows, function () { return [] })
      Array.from(element.rows).forEach(function (row, down) {
        let across = 0
        for (const cell of row.cells) {
          while (rows[down][across] !== undefined) { across += 1 }
          const words = this.cell(cell, down === 0)
          const wide = Math.min(cell.colSpan, WIDEST)
          const high = Math.min(cell.rowSpan || 1, WIDEST, rows.length - down)
          if (wide > 1 || high > 1) { this.told.look = true }
          const beyond = cell.textContent.length > REPEATED ? [] : words
          for (let below = 0; below < high; below += 1) {
            for (let beside = 0; beside < wide; beside += 1) {
              rows[down + below][across + beside] = below || beside ? beyond : words
            }
          }
          across += wide
        }
      }, this)
      return rows.filter(function (row) { return row.some(function (words) { return words.length }) })
    },

    cell (cell, isHeading) {
      const inner = new Reader(this.told)
      inner.read(cell, { ...START, isStrong: isHeading ? null : false })
      return inner.blocks
    }
  }

  // What the policy of the site refuses is renamed first, so that the browser need not refuse and report it.
  function read (html) {
    const quiet = html.replace(/<\/?style(?=[\s/>])/gi, function (tag) { return tag.replace(/style/i, 'xmp') })
      .replace(/<[a-z][^<>]*>/gi, function (tag) {
        return tag.replace(/([\s"'/])style(?=[\s=/>])/gi, '$1data-worn').replace(/([\s"'/])(on[a-z]+)(?=[\s=/>])/gi, '$1data-$2')
      })
    return new DOMParser().parseFromString(quiet, 'text/html').body
  }

  // Blocks in their order, and what was not read; nothing where there is none, or where code was copied.
  window.clipboardBlocks = function (html) {
    if (!html.trim() || html.length > LONGEST) { return null }
    const body = read(html)
    const isCode = Array.from(body.children).some(function (each) { return worn(each, 'white-space') === 'pre' })
    if (isCode || body.querySelector('pre')) { return null }
    const reader = new Reader({ left: {}, look: false })
    reader.read(body, START)
    return { blocks: reader.blocks, left: reader.told.left, look: reader.told.look }
  }
})()
