import { afterAll, beforeAll, expect, test } from 'vitest'
import { EngineApi } from '../store/engine-api.ts'
import { EngineBackend } from './engine-backend.ts'
import { DATASET, type LocalEngine, localEngine, NO_CHDB, pointsOf, TOKEN } from './engine-testing.ts'
import { answerFrom } from './run.ts'
import { worldOf } from './world.ts'

/** Texts that try to leave their place in a statement, and an engine that refuses. */

const SITE = 90_001
const SOURCES = [
	"it's",
	'back\\',
	"\\' OR 1 = 1 --",
	"') OR (1 = 1",
	'zwei\nZeilen',
	'Ünï',
	'日本',
	'a|b',
	'{x}',
	'%',
	'`"',
]
const at = Date.UTC(2026, 5, 1, 9)

let engine: LocalEngine
beforeAll(async () => {
	if (NO_CHDB) return
	engine = await localEngine(40)
	const beats = SOURCES.flatMap((source, i) =>
		Array.from({ length: i + 1 }, (_, n) => ({
			person: i * 100 + n,
			at,
			facts: { source, browser: `B ${i}` },
		})),
	)
	const points = pointsOf(worldOf(SITE, 'UTC', beats))
	await engine.put(points.map((point) => ({ point, interval: 1 })))
}, 60_000)
afterAll(() => engine?.stop())

const ask = async (query: object) => {
	const site = { id: SITE, domain: 'example.org', timezone: 'UTC' }
	const body = { metrics: ['visitors'], date_range: ['2026-06-01', '2026-06-01'], ...query }
	const [answer] = await answerFrom(engine.backend(), site, [body], { now: at, dashboard: true })
	return answer
}
const rowsOf = async (query: object) => {
	const answer = await ask(query)
	if (!answer?.ok) throw new Error(JSON.stringify(answer))
	return answer.value.results.map(({ metrics, dimensions }) => [...dimensions, ...metrics])
}

test.skipIf(NO_CHDB)('every text comes back as it went in', async () => {
	const rows = await rowsOf({ dimensions: ['visit:source'] })
	expect(rows).toEqual(SOURCES.map((source, i) => [source, i + 1]).reverse())
})

test.skipIf(NO_CHDB)('a filter finds its own text and nothing else', async () => {
	for (const [i, source] of SOURCES.entries()) {
		expect(await rowsOf({ filters: [['is', 'visit:source', [source]]] }), source).toEqual([[i + 1]])
	}
	expect(await rowsOf({ filters: [['is', 'visit:source', SOURCES.slice(0, 3)]] })).toEqual([[1 + 2 + 3]])
	const upper = ['is', 'visit:source', ["IT'S"], { case_sensitive: false }]
	expect(await rowsOf({ filters: [upper] })).toEqual([[1]])
	expect(await rowsOf({ filters: [['contains', 'visit:source', ['|', '%']]] })).toEqual([[8 + 10]])
})

test.skipIf(NO_CHDB)('two texts of one slot are told apart', async () => {
	const filters = [['is', 'visit:source', ['a|b']]]
	const dimensions = ['visit:browser', 'visit:browser_version']
	expect(await rowsOf({ dimensions, filters })).toEqual([['B 7', '(not set)', 8]])
})

test.skipIf(NO_CHDB)('a part of a text with quotation marks is not looked for', async () => {
	expect(await ask({ filters: [['contains', 'visit:source', ["t's"]]] })).toMatchObject({ ok: false })
})

test.skipIf(NO_CHDB)('the local engine refuses as the real one does', async () => {
	const reply = async (token: string, body: string) => {
		const address = `${engine.base}/accounts/a/analytics_engine/sql`
		const headers = { authorization: `Bearer ${token}` }
		const answer = await fetch(address, { method: 'POST', headers, body })
		return [answer.status, (await answer.text()).slice(0, 40), answer.headers.get('retry-after')]
	}
	expect(await reply('another', 'SELECT 1')).toEqual([401, expect.stringContaining('"success":false'), null])
	expect(await reply(TOKEN, 'SELECT uniq(blob1) FROM jitt_events')).toEqual([
		...[422, 'Input was invalid: unsupported: uniq()', null],
	])
	expect(await reply(TOKEN, 'SELECT nothing FROM jitt_events')).toEqual([
		...[422, expect.stringMatching(/^Input was invalid: /), null],
	])
	let last = await reply(TOKEN, 'SELECT 1')
	for (let i = 0; i < 40 && last[0] === 200; i++) last = await reply(TOKEN, 'SELECT 1')
	expect(last).toEqual([429, expect.stringContaining('"success":false'), '300'])
	const api = new EngineApi({ base: engine.base, account: 'a', token: TOKEN })
	const refused = new EngineBackend(api, DATASET).oldest(SITE)
	await expect(refused).rejects.toMatchObject({ reason: 'busy', retryAfterSeconds: 300 })
	// A question that gets no answer is one, with the time to come back.
	expect(await ask({})).toMatchObject({ ok: false, error: { kind: 'unavailable' } })
})
