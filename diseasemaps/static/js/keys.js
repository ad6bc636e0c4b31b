// Shows what needs script, and says so when a key or passkey did not work.
(function () {
  document.addEventListener('DOMContentLoaded', function () {
    if (!window.PublicKeyCredential) { return }
    document.querySelectorAll('[data-needs-script]').forEach(function (part) { part.hidden = false })
  })
  document.addEventListener('allauth.error', function (event) {
    event.preventDefault()
    const problem = document.getElementById('key_problem')
    problem.hidden = true
    window.requestAnimationFrame(function () { problem.hidden = false })
  })
})()
