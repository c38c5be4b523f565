import { expect, it } from 'vitest'
import { domainOf, nextPath, publicDomainOf, servesDesign } from './paths.ts'

it.each([
	['/', null],
	['/new', null],
	['/account/keys', null],
	['/ui', null],
	['/example.org', 'example.org'],
	['/example.org/install', 'example.org'],
	['/localhost/settings', 'localhost'],
	['/b%C3%BCcher.example', 'bücher.example'],
	['/%E0%A4%A.example', null],
])('%s is about %s', (path, domain) => expect(domainOf(path)).toBe(domain))

it.each([
	['/public/example.org', 'example.org'],
	['/public/b%C3%BCcher.example', 'bücher.example'],
	['/public', null],
	['/public/', null],
	['/public/new', null],
	['/example.org', null],
	['/publicity.example/public', null],
])('the public page %s is of %s', (path, domain) => expect(publicDomainOf(path)).toBe(domain))

it('goes on where the person was, within the dashboard only', () => {
	expect(nextPath({ next: '/example.org' })).toBe('/example.org')
	for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', '/sign-in', '', 7])
		expect(nextPath({ next })).toBe('/')
	for (const state of [null, 'text', {}]) expect(nextPath(state)).toBe('/')
})

it('serves the design system to people who work on it', () => {
	for (const host of ['localhost', '127.0.0.1', 'jitt.localhost', '[::1]'])
		expect(servesDesign(host, false)).toBe(true)
	for (const host of ['jitt.example', 'localhost.example', 'notlocalhost', '127.evil.example'])
		expect(servesDesign(host, false)).toBe(false)
	expect(servesDesign('jitt.example', true)).toBe(true)
})
