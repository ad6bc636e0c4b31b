// Marks in the text the sentences that were commented on, each beside the comment that quotes it. Nothing of the text is
// touched: what is signed stays as it is, and where a browser cannot do it the quotation above the comment says it all.
(function () {
  'use strict'
  const LEFT_OUT = 'sup.citation, summary, .averages'

  // The text of a block without numbers of sources, and where each of its letters stands.
  function letters (block) {
    const found = []
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.parentElement.closest(LEFT_OUT)) {
        Array.from(node.data).reduce(function (at, letter) {
          if (letter.trim()) { found.push({ letter, node, at }) }
          return at + letter.length
        }, 0)
      }
    }
    return found
  }

  function quoted (quote) {
    const all = letters(quote.closest('.beside').previousElementSibling)
    const words = Array.from(quote.textContent.replace(/\s+/g, ''))
    const first = all.findIndex(function (_, start) {
      return words.every(function (letter, place) { return all[start + place] && all[start + place].letter === letter })
    })
    if (first < 0 || !words.length) { return null }
    const last = all[first + words.length - 1]
    const range = new Range()
    range.setStart(all[first].node, all[first].at)
    range.setEnd(last.node, last.at + last.letter.length)
    return range
  }

  document.addEventListener('DOMContentLoaded', function () {
    if (!window.Highlight || !CSS.highlights) { return }
    const quotes = Array.from(document.querySelectorAll('.beside .remark-quote'))
    CSS.highlights.set('remarked', new Highlight(...quotes.map(quoted).filter(Boolean)))
  })
})()
