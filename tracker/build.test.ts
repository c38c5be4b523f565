/** What visitors download: how big it is, what it must not hold, and that a build that breaks this fails. */
import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { assertBudgets, BUDGETS, bundle, ENTRIES, FILES } from './bundle.ts'

/** Storage, and whatever tells devices or people apart. Reading the opt-out cookie is allowed. */
const FORBIDDEN = [
	/localStorage|sessionStorage|indexedDB|\bcaches\b|cookieStore|serviceWorker|\.storage\b/,
	/canvas|getContext|AudioContext|RTCPeer|WebGL|\bfonts\b/i,
	/userAgent|plugins|mimeTypes|hardwareConcurrency|deviceMemory|timezone|Intl\b|platform/i,
	/\bscreen\b|devicePixelRatio|colorDepth|maxTouchPoints|getBattery|connection\b|geolocation/,
	/\beval\b|new Function|Math\.random|crypto|sendBeacon|XMLHttpRequest|innerHTML|\.name\s*=/,
]
const SETS_COOKIE = /document\.cookie\s*=(?!=)/g
const LANGUAGE = /\blanguages?\b/

describe.each(ENTRIES.map((entry) => ({ entry, file: FILES[entry] })))('$file', ({ entry }) => {
	it('stays within its budget', async () => {
		const { brotli, gzip, raw } = await bundle(entry)
		expect(brotli).toBeGreaterThan(0)
		expect(brotli).toBeLessThanOrEqual(BUDGETS[entry])
		expect(brotli).toBeLessThan(gzip)
		expect(gzip).toBeLessThan(raw)
	})

	it('holds nothing that stores, tells devices apart or runs text', async () => {
		const { body } = await bundle(entry)
		// The one thing of Intl: names of countries for the reader.
		const read = entry === 'privacy' ? body.replace('Intl.DisplayNames', '') : body
		for (const pattern of FORBIDDEN) expect(read).not.toMatch(pattern)
		// The two on which people choose keep what they chose, in one place each; one speaks their language.
		const chooses = entry === 'consent' || entry === 'privacy'
		expect(body.match(SETS_COOKIE)?.length ?? 0).toBe(chooses ? 1 : 0)
		if (entry !== 'privacy') expect(body).not.toMatch(LANGUAGE)
	})

	it('is named by its content', async () => {
		const { body, hash } = await bundle(entry)
		expect(await bundle(entry)).toMatchObject({ body, hash })
		expect(hash).toMatch(/^[\w-]{16}$/)
	})
})

it('keeps the small script free of all that only the whole one does', async () => {
	const { body } = await bundle('core')
	expect(body).toContain('pageview')
	expect(body).not.toMatch(/engagement|plausible|data-jitt|scroll|click|submit/)
})

it.each(['jitt', 'consent', 'core'] as const)('measures nothing and reads no title in %s', async (entry) => {
	const { body } = await bundle(entry)
	expect(body).not.toMatch(/PerformanceObserver|getEntries|document\.title|&-128/)
})

it('says how much a script is above its budget', async () => {
	const bundles = await Promise.all(ENTRIES.map(bundle))
	const jitt = bundles.find(({ entry }) => entry === 'jitt')?.brotli ?? 0
	expect(() => assertBudgets(bundles)).not.toThrow()
	expect(() => assertBudgets(bundles, { ...BUDGETS, jitt: jitt - 1 })).toThrow(
		`jitt.js has ${jitt} bytes (brotli 11), 1 above its budget of ${jitt - 1}.`,
	)
})

describe('the command', () => {
	let folder: string
	beforeEach(() => {
		const root = fileURLToPath(new URL('..', import.meta.url))
		folder = mkdtempSync(join(tmpdir(), 'jitt-tracker-'))
		cpSync(join(root, 'tracker'), join(folder, 'tracker'), { recursive: true })
		cpSync(join(root, 'package.json'), join(folder, 'package.json'))
		mkdirSync(join(folder, 'workers', 'collect'), { recursive: true })
		symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
	})
	afterEach(() => rmSync(folder, { recursive: true, force: true }))

	const build = () => spawnSync(process.execPath, [join(folder, 'tracker', 'build.ts')], { encoding: 'utf8' })
	const written = () => join(folder, 'workers', 'collect', 'scripts.gen.ts')

	it('writes what the Worker serves and prints the sizes', async () => {
		const { status, stdout } = build()
		const { raw, gzip, brotli, body, hash } = await bundle('jitt')
		expect(status).toBe(0)
		expect(stdout).toContain(`jitt.js: ${raw} bytes, gzip ${gzip}, brotli ${brotli}\n`)
		expect(stdout).toMatch(/^core\.js: \d+ bytes, gzip \d+, brotli \d+$/m)
		const { SCRIPTS } = (await import(written())) as typeof import('../workers/collect/scripts.gen.ts')
		expect(SCRIPTS.jitt).toEqual({ body, hash })
		for (const name of ['vitals', 'consent', 'cmp', 'privacy'])
			expect(stdout).toMatch(new RegExp(`^jitt\\.${name}\\.js: \\d+ bytes, gzip \\d+, brotli \\d+$`, 'm'))
		expect(SCRIPTS.vitals.hash).not.toBe(hash)
	})

	it('fails above the budget and writes nothing', () => {
		const noise = Array.from({ length: 900 }, (_, i) => ((i * 48_271) % 65_521).toString(36)).join('')
		appendFileSync(join(folder, 'tracker', 'core.ts'), `\nconsole.log('${noise}')\n`)
		const { status, stderr } = build()
		expect(status).toBe(1)
		expect(stderr).toMatch(/core\.js has \d+ bytes \(brotli 11\), \d+ above its budget of 750\./)
		expect(existsSync(written())).toBe(false)
	})
})
