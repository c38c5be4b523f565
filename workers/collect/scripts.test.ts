import { expect, test } from 'vitest'
import { SCRIPTS } from './scripts.gen.ts'
import { script } from './scripts.ts'

const { jitt, core } = SCRIPTS

test.each([
	'jitt.js',
	'plausible.js',
	'script.js',
	'script.hash.outbound-links.file-downloads.tagged-events.js',
	'script.404.js',
	'pa-aBc_123-x.js',
])('/js/%s is the whole tracker', async (name) => {
	const answer = script(name, null)
	expect(await answer?.text()).toBe(jitt.body)
	expect(answer?.headers.get('content-type')).toMatch(/^text\/javascript/)
	expect(answer?.headers.get('cache-control')).toMatch(/^public, max-age=3600\b/)
	expect(answer?.headers.get('access-control-allow-origin')).toBe('*')
})

test('the small one has its own name', async () => {
	expect(await script('core.js', null)?.text()).toBe(core.body)
})

test('a name with the content’s hash is kept for ever, one with another hash is not there', async () => {
	const answer = script(`jitt.${jitt.hash}.js`, null)
	expect(await answer?.text()).toBe(jitt.body)
	expect(answer?.headers.get('cache-control')).toMatch(/immutable/)
	expect(script(`jitt.${jitt.hash}x.js`, null)).toBeNull()
})

test('who has it already gets 304', () => {
	const etag = script('jitt.js', null)?.headers.get('etag') ?? ''
	expect(script('jitt.js', etag)?.status).toBe(304)
	expect(script('jitt.js', `W/"other", ${etag}`)?.status).toBe(304)
	expect(script('jitt.js', '"other"')?.status).toBe(200)
})

test.each([
	'',
	'x.js',
	'jitt',
	'jitt.css',
	'constructor.x.js',
	'__proto__.js',
	'..%2fjitt.js',
	'script.js.map',
])('there is no /js/%s', (name) => {
	expect(script(name, null)).toBeNull()
})
