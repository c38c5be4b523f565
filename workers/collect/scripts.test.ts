import { describe, expect, it } from 'vitest'
import { SCRIPTS, TEXTS } from './scripts.gen.ts'
import { script } from './scripts.ts'

const get = (name: string, ifNoneMatch: string | null = null) => script(name, ifNoneMatch)

describe('the tracker by name', () => {
	it.each([
		'jitt.js',
		'plausible.js',
		'script.js',
		'script.manual.js',
		'script.hash.outbound-links.file-downloads.tagged-events.revenue.pageview-props.local.js',
		'pa-Ab_c-1.js',
	])('is whole as %s, asked for again every hour', async (name) => {
		const answer = get(name)
		expect(await answer?.text()).toBe(SCRIPTS.jitt.body)
		expect(answer?.headers.get('cache-control')).toContain('max-age=3600')
		expect(answer?.headers.get('content-type')).toContain('text/javascript')
		expect(answer?.headers.get('access-control-allow-origin')).toBe('*')
		expect(answer?.headers.get('set-cookie')).toBeNull()
	})

	it('counts page views alone as core.js', async () => {
		expect(await get('core.js')?.text()).toBe(SCRIPTS.core.body)
	})

	it.each([
		['measures as well', 'jitt.vitals.js', 'vitals'],
		['knows the choice', 'jitt.consent.js', 'consent'],
		['hears consent tools', 'jitt.cmp.js', 'cmp'],
		['shows and takes the choice', 'jitt.privacy.js', 'privacy'],
	] as const)('%s as %s', async (_, name, build) => {
		const answer = get(name)
		expect(await answer?.text()).toBe(SCRIPTS[build].body)
		expect(answer?.headers.get('cache-control')).toContain('max-age=3600')
	})

	it.each([
		['jitt', 'jitt'],
		['jitt.vitals', 'vitals'],
		['jitt.consent', 'consent'],
		['core', 'core'],
		['jitt.privacy', 'privacy'],
	] as const)('is kept for a year as %s.<hash>.js', async (name, build) => {
		const answer = get(`${name}.${SCRIPTS[build].hash}.js`)
		expect(await answer?.text()).toBe(SCRIPTS[build].body)
		expect(answer?.headers.get('cache-control')).toContain('immutable')
	})

	it('says what the element says in the reader’s language', async () => {
		expect(Object.keys(TEXTS)).toHaveLength(16)
		const answer = get('jitt.privacy.de.json')
		expect(await answer?.text()).toBe(TEXTS.de.body)
		expect(JSON.parse(TEXTS.de.body)).toMatchObject({ optOut: 'Nicht mitzählen' })
		expect(answer?.headers.get('content-type')).toBe('application/json')
		expect(answer?.headers.get('access-control-allow-origin')).toBe('*')
		expect(get('jitt.privacy.de.json', answer?.headers.get('etag'))?.status).toBe(304)
	})

	it('is not sent again to whoever has it', async () => {
		const etag = get('jitt.js')?.headers.get('etag') ?? ''
		const answer = get('script.js', `W/"other", ${etag}`)
		expect([answer?.status, await answer?.text()]).toEqual([304, ''])
		expect(get('jitt.js', '"other"')?.status).toBe(200)
	})

	it.each([
		'other.js',
		'script.php',
		'script',
		'jitt.js.map',
		'jitt.0000000000000000.js',
		`core.${SCRIPTS.jitt.hash}.js`,
		`jitt.other.${SCRIPTS.jitt.hash}.js`,
		'jitt.constructor.js',
		'jitt.privacy.xx.json',
		'jitt.privacy.js.json',
		'constructor.0.js',
	])('is not there as %s', (name) => {
		expect(get(name)).toBeNull()
	})
})
