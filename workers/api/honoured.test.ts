import { exports } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { knock } from '../collect/testing.ts'
import { signedIn } from './testing.ts'

let ada: Awaited<ReturnType<typeof signedIn>>
let eve: Awaited<ReturnType<typeof signedIn>>
beforeAll(async () => {
	ada = await signedIn('ada-honoured@example.org')
	eve = await signedIn('eve-honoured@example.org')
	await ada.key('POST', '/api/v1/sites', { domain: 'honoured.example', timezone: 'Etc/UTC' })
})

const beacon = (headers: Record<string, string>, more: object = {}) =>
	knock('/api/event', {
		body: { n: 'pageview', u: 'https://honoured.example/', d: 'honoured.example', ...more },
		headers,
	})
interface Honoured {
	from: string
	to: string
	wishes: number
	totals: Record<string, number>
	days: { date: string; counts: Record<string, number> }[]
}
const at = (query = '') => `/api/dashboard/sites/honoured.example/honoured${query}`
const counts = async (query = ''): Promise<Honoured> => (await ada.session('GET', at(query))).json()

test('nothing was refused yet', async () => {
	const { from, to, ...rest } = await counts()
	expect(rest).toEqual({ wishes: 0, totals: {}, days: [] })
	expect(Date.parse(to) - Date.parse(from)).toBe(29 * 86_400_000)
})

test('wishes are counted by day and reason as soon as they are honoured, and nothing else of them', async () => {
	for (const headers of [{ 'sec-gpc': '1' }, { 'sec-gpc': '1' }, { dnt: '1' }]) await beacon(headers)
	await beacon({}, { c: 'denied' })
	await beacon({ 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' })
	await beacon({})
	const found = await counts()
	const totals = { gpc: 2, dnt: 1, denied: 1, bot: 1 }
	expect(found).toMatchObject({ wishes: 4, totals })
	expect(found.days).toEqual([{ date: found.to, counts: totals }])
	expect(await (await ada.key('GET', '/api/v1/sites/honoured.example/honoured')).json()).toEqual(found)
})

test('a range has two ends, both included', async () => {
	const { to } = await counts()
	expect((await counts(`?from=${to}&to=${to}`)).wishes).toBe(4)
	expect(await counts('?from=2026-02-28&to=2026-03-01')).toEqual({
		...{ from: '2026-02-28', to: '2026-03-01' },
		...{ wishes: 0, totals: {}, days: [] },
	})
	for (const query of [
		'?from=2026-02-30',
		'?from=2026-1-1',
		'?from=x',
		'?to=',
		'?from=2026-03-02&to=2026-03-01',
		'?from=2024-01-01&to=2026-01-01',
		'?day=1',
		"?from=2026-01-01'--",
	]) {
		expect((await ada.session('GET', at(query))).status, query).toBe(400)
	}
})

test("another's site is unknown", async () => {
	expect((await eve.session('GET', at())).status).toBe(404)
	expect((await exports.default.fetch(`http://jitt.test${at()}`)).status).toBe(401)
})
