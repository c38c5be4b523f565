import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { foldDay } from './fold.ts'
import { countOf, DELETE_SKETCH, REGISTERS, registersOf } from './sketch.ts'

const ERROR = 1.04 / Math.sqrt(REGISTERS)

async function estimate(numbers: readonly number[]): Promise<number> {
	const text = registersOf('SELECT value AS visitor FROM json_each(?1)')
	const { results } = await env.STATS_0.prepare(text).bind(JSON.stringify(numbers)).all<{ low: number }>()
	return countOf(results.map(({ low }) => low))
}

/** Evenly spread over 53 bits, the same in every run. */
const spread = (i: number): number => Math.floor(((i * 0.618_033_988_749_894_9) % 1) * 2 ** 53)

test.each([
	['numbers in a row', (i: number) => i + 1],
	['numbers of 53 bits', spread],
	['numbers that differ in their high bits alone', (i: number) => i * 2 ** 27],
])('%s are counted within three standard errors', async (_, numberOf) => {
	for (const n of [0, 1, 10, 500, 4_000, 60_000]) {
		const numbers = Array.from({ length: n }, (_, i) => numberOf(i))
		const found = await estimate(numbers)
		expect(Math.abs(found - n), `${n}: ${found}`).toBeLessThanOrEqual(Math.max(1, 3 * ERROR * n))
		// Seen twice is seen once.
		if (n <= 500) expect(await estimate([...numbers, ...numbers])).toBe(found)
	}
})

test('a day has a sketch of lasting numbers alone, and folding it twice changes nothing', async () => {
	const site = 41_700
	const day = Date.parse('2026-11-10T00:00:00Z')
	const insert = (id: number, visitor: number, stable: number) =>
		env.STATS_0.prepare(
			"INSERT INTO visits (site, started_at, id, visitor, stable, last_at, duration, pageviews, events, bounce, novelty, entry_page, entry_hostname, exit_page, exit_hostname, source, channel, referrer, utm_source, utm_medium, utm_campaign, utm_content, utm_term, click_id, country, region, city, browser, browser_version, os, os_version, device) VALUES (?1, ?2, ?3, ?4, ?5, ?2, 0, 1, 1, 1, 0, '/', 'x', '/', 'x', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '')",
		).bind(site, day + id, id, visitor, stable)
	await env.STATS_0.batch([insert(1, 11, 1), insert(2, 11, 1), insert(3, 12, 1), insert(4, 13, 0)])
	const sketches = async () => {
		const text = 'SELECT rows FROM rollup_pairs WHERE site = ?1 AND dimension = 0'
		const { results } = await env.STATS_0.prepare(text).bind(site).all<{ rows: string }>()
		return results.map(({ rows }) => JSON.parse(rows) as { visitors: number; registers: number[] })
	}
	await foldDay(env.STATS_0, { site, start: day, end: day + 86_400_000 })
	const once = await sketches()
	expect(once).toMatchObject([{ visitors: 2, registers: [expect.any(Number), expect.any(Number)] }])
	await foldDay(env.STATS_0, { site, start: day, end: day + 86_400_000 })
	expect(await sketches()).toEqual(once)
	// Without such numbers there is none.
	await env.STATS_0.prepare('UPDATE visits SET stable = 0 WHERE site = ?1').bind(site).run()
	await foldDay(env.STATS_0, { site, start: day, end: day + 86_400_000 })
	expect(await sketches()).toEqual([])
	await env.STATS_0.prepare(DELETE_SKETCH).bind(site, day).run()
})
