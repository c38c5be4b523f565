/** A tiny single-page application: notes are shown by address, and the address changes without a page load. */
const BASE = '/demo/journal/'
const note = document.getElementById('note')
const links = [...document.querySelectorAll('.tabs a')]

function show() {
	const name = location.pathname.slice(BASE.length).replace(/\/$/, '')
	const template = name && document.getElementById(name)
	if (template instanceof HTMLTemplateElement) note.replaceChildren(template.content.cloneNode(true))
	else note.textContent = 'Choose a note.'
	for (const link of links) {
		if (link.pathname === location.pathname) link.setAttribute('aria-current', 'page')
		else link.removeAttribute('aria-current')
	}
}

for (const link of links) {
	link.addEventListener('click', (event) => {
		if (event.metaKey || event.ctrlKey || event.shiftKey) return
		event.preventDefault()
		history.pushState(null, '', link.href)
		show()
	})
}
window.addEventListener('popstate', show)
show()
