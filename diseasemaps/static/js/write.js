// Saves the draft while somebody types. Without it the page works by its buttons; with it, they are seldom needed.
(function () {
  'use strict'
  const PAUSE = 1500
  const AGAIN = 15000

  document.addEventListener('DOMContentLoaded', function () {
    const form = document.getElementById('writing')
    if (!form) { return }
    const status = document.getElementById('saved')
    const hard = document.getElementById('hard') // help that stands beside a member's words, where they may need it
    let timer = 0
    let isSaving = false
    let isChanged = false
    let isLeaving = false
    let isOutrun = false
    let last = null
    let waiting = null

    function say (words, trouble) {
      if (status.textContent !== words) { status.textContent = words }
      status.toggleAttribute('data-trouble', Boolean(trouble))
    }

    function later (pause) {
      clearTimeout(timer)
      timer = setTimeout(save, pause)
    }

    function post () {
      const body = new URLSearchParams()
      new FormData(form).forEach(function (value, name) { body.append(name, value) })
      return fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' }, redirect: 'error' })
    }

    // Whatever answers in another way than our own page does could not take the text: a wall before the site, or too long.
    function read (response) {
      const isOurs = (response.headers.get('Content-Type') || '').startsWith('application/json')
      return isOurs ? response.json() : { problem: form.dataset.refused }
    }

    function measured (measures) {
      Object.keys(measures).forEach(function (name) {
        const line = document.querySelector('[data-measure="' + name + '"]')
        if (line) { line.textContent = measures[name].join('. ') }
      })
    }

    // How readers would see it is a part of this very page, made by what makes the public one.
    async function look () {
      const place = document.getElementById('as-readers')
      if (!place) { return }
      const response = await fetch(form.action)
      const page = new DOMParser().parseFromString(await response.text(), 'text/html')
      const fresh = page.getElementById('as-readers')
      if (fresh) { place.replaceWith(document.adoptNode(fresh)) }
    }

    async function save () {
      if (isSaving || !isChanged || isLeaving || isOutrun) { return }
      isSaving = true
      isChanged = false
      say(form.dataset.saving)
      try {
        let response = await post()
        let told = await read(response)
        if (response.status === 403 && told.token && told.why === 'token') {
          form.elements.csrfmiddlewaretoken.value = told.token
          response = await post()
          told = await read(response)
        }
        if (response.ok) {
          form.elements.seen.value = told.seen
          if (form.elements.onto) { form.elements.onto.value = told.onto }
          if (hard) { hard.hidden = !told.hard }
          measured(told.measures || {})
          say(told.problem || told.said, told.problem)
          look().catch(function () {}) // what stands there is older then, and the text is safe
        } else {
          isChanged = true
          isOutrun = told.why === 'moved'
          if (told.token) { form.elements.csrfmiddlewaretoken.value = told.token }
          say(told.problem, true)
          later(AGAIN)
        }
      } catch (trouble) {
        isChanged = true
        say(form.dataset.offline, true)
        later(AGAIN)
      }
      isSaving = false
      if (waiting) { form.requestSubmit(waiting); return }
      if (isChanged && !status.hasAttribute('data-trouble')) { later(PAUSE) }
    }

    form.addEventListener('input', function (event) {
      if (event.target.name === 'find' || event.target.name === 'country' || event.target.dataset.unsent !== undefined) { return }
      isChanged = true
      if (!status.hasAttribute('data-trouble')) { say(form.dataset.unsaved) }
      later(PAUSE)
    })
    // A button that is pressed while we save waits for that: else it would send what it takes for another window's words.
    form.addEventListener('submit', function (event) {
      if (isSaving) {
        event.preventDefault()
        waiting = event.submitter
        return
      }
      isLeaving = true
      clearTimeout(timer)
    })
    window.addEventListener('pageshow', function () { isLeaving = false })
    window.addEventListener('online', save)
    window.addEventListener('beforeunload', function (event) {
      const unsent = Array.from(form.querySelectorAll('[data-unsent]')).some(function (box) { return box.value !== box.defaultValue })
      if (!isLeaving && (isChanged || isSaving || unsent)) { event.preventDefault() }
    })

    form.addEventListener('focusin', function (event) {
      if (event.target.matches('textarea:not([readonly], [data-unsent])')) { last = event.target }
    })
    form.addEventListener('click', function (event) {
      const button = event.target.closest('[data-insert]')
      if (!button) { return }
      const box = last || form.elements.body
      box.setRangeText(button.dataset.insert, box.selectionStart, box.selectionEnd, 'end')
      box.focus()
      box.dispatchEvent(new Event('input', { bubbles: true }))
    })
    function showInserts () {
      form.querySelectorAll('[data-insert]').forEach(function (button) { button.hidden = false })
    }
    showInserts()

    // Searches the sources without leaving the place in the text; what was found is a part of this very page.
    const find = form.elements.find
    if (!find) { return }
    async function search () {
      const response = await fetch(form.action + '?sources=' + encodeURIComponent(find.value))
      const page = new DOMParser().parseFromString(await response.text(), 'text/html')
      for (const id of ['cited', 'found']) {
        document.getElementById(id).replaceWith(document.adoptNode(page.getElementById(id)))
      }
      form.elements.searched.value = find.value
      showInserts()
    }
    function searchHere (event) {
      event.preventDefault()
      search().catch(function () { say(form.dataset.offline, true) })
    }
    form.querySelector('[value="find"]').addEventListener('click', searchHere)
    find.addEventListener('keydown', function (event) { if (event.key === 'Enter') { searchHere(event) } })
  })
})()
