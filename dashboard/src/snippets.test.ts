import { expect, it } from 'vitest'
import { snippetsOf } from './snippets.ts'

const site = { domain: 'example.org', tracking_id: '0b9df6ee-0c5c-4f0c-9d7b-3a7a3c0f5a10' }
const snippets = snippetsOf('https://jitt.example', site)
const of = (id: string) => snippets.find((snippet) => snippet.id === id)

it('is one line for a page', () => {
	expect(of('html')?.code).toBe(
		'<script defer data-domain="example.org" src="https://jitt.example/js/jitt.js"></script>',
	)
})

it('leaves the rest of a Plausible snippet as it was', () => {
	expect(of('plausible')?.code.replace('https://jitt.example', 'https://plausible.io')).toBe(
		'<script defer data-domain="example.org" src="https://plausible.io/js/script.js"></script>',
	)
})

it('names host and id for what sent to Umami', () => {
	expect(of('umami')?.notes.join()).toContain('https://jitt.example/api/send')
	expect(of('umami')?.notes.join()).toContain(site.tracking_id)
})

it('has a body of valid JSON in the request for servers', () => {
	const [, body = ''] = /-d '(.*)'/.exec(of('server')?.code ?? '') ?? []
	expect(JSON.parse(body)).toEqual({ name: 'pageview', domain: 'example.org', url: 'https://example.org/' })
})
