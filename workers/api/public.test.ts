import { env, exports } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import type { PublicResult } from '../stats/suppress-answer.ts'
import { type Beat, worldOf, write } from '../stats/world.ts'
import { signedIn } from './testing.ts'

const DAY = 86_400_000
const DOMAIN = 'public.example'
const date = (daysAgo: number) => new Date(Date.now() - daysAgo * DAY).toISOString().slice(0, 10)

let ada: Awaited<ReturnType<typeof signedIn>>
beforeAll(async () => {
	ada = await signedIn('ada-public@example.org')
	await ada.key('POST', '/api/v1/sites', { domain: DOMAIN, timezone: 'Etc/UTC' })
	await ada.key('POST', '/api/v1/sites', { domain: 'closed.example', timezone: 'Etc/UTC' })
	await share({ shared: true })
	// Told by days, whatever the day of the month is.
	await ada.key('PUT', `/api/v1/sites/${DOMAIN}`, { retention_days: 100 })
	const site = await env.DB.prepare('select id from site where domain = ?')
		.bind(DOMAIN)
		.first<{ id: number }>()
	// Yesterday: 40 from Germany, 12 from Norway, 3 from Malta, one from Fiji. The day before: 4 from Germany.
	const countries = [...many('DE', 40), ...many('NO', 12), ...many('MT', 3), 'FJ']
	const beats = countries.map((country, person): Beat => {
		return {
			person,
			at: `${date(1)}T10:00:00Z`,
			page: person < 20 ? '/' : `/for/${person}`,
			facts: { country },
		}
	})
	const few = many('DE', 4).map(
		(country, i): Beat => ({ person: 100 + i, at: `${date(2)}T10:00:00Z`, facts: { country } }),
	)
	await write(env.STATS_0, worldOf(site?.id ?? 0, 'Etc/UTC', [...few, ...beats]))
})

const many = (country: string, count: number) => Array.from({ length: count }, () => country)
const share = (privacy: object) => ada.key('PUT', `/api/v1/sites/${DOMAIN}`, { privacy })
const send = (body: unknown, domain = DOMAIN, headers = {}) =>
	exports.default.fetch(`http://jitt.test/api/public/${domain}/query`, {
		method: 'POST',
		headers,
		body: typeof body === 'string' ? body : JSON.stringify(body),
	})
async function ask(body: object): Promise<PublicResult> {
	const answer = await send({ metrics: ['visitors'], date_range: '7d', ...body })
	expect(answer.status, await answer.clone().text()).toBe(200)
	return answer.json()
}
const refusal = async (body: object): Promise<string> => {
	const answer = await send({ metrics: ['visitors'], date_range: '7d', ...body })
	expect(answer.status).toBe(400)
	return (await answer.json<{ error: string }>()).error
}

test('small cells are folded, and the answer says so', async () => {
	const { results, meta } = await ask({ dimensions: ['visit:country'] })
	expect(results).toEqual([
		{ dimensions: ['DE'], metrics: [40] },
		// Malta and Fiji are four people: Norway has to join them, or the total would tell that.
		{ dimensions: ['(other)'], metrics: [15], other: true },
	])
	expect(meta).toMatchObject({ suppressed: { threshold: 10, rows: 1 }, rounded: true })
})

test('totals are sums of days with k visitors; smaller ones are null', async () => {
	expect((await ask({ metrics: ['visitors', 'pageviews'] })).results).toEqual([
		{ dimensions: [], metrics: [55, 55] },
	])
	const { results } = await ask({ dimensions: ['time:day'], date_range: '2d' })
	expect(results).toEqual([
		{ dimensions: [date(2)], metrics: [null], suppressed: true },
		{ dimensions: [date(1)], metrics: [55] },
	])
})

test('a filter tells what the list tells, and nothing of what is folded', async () => {
	const by = async (country: string) =>
		(await ask({ filters: [['is', 'visit:country', [country]]] })).results[0]?.metrics
	expect(await by('DE')).toEqual([40])
	for (const country of ['NO', 'MT', 'XX']) expect(await by(country), country).toEqual([null])
})

test('pages with few visitors are one row', async () => {
	const { results } = await ask({ metrics: ['visitors', 'pageviews'], dimensions: ['event:page'] })
	expect(results).toEqual([
		{ dimensions: ['/'], metrics: [20, 20] },
		{ dimensions: ['(other)'], metrics: [null, 35], other: true },
	])
})

test.each([
	['a metric that is not told', { metrics: ['events'] }, /events is not public/],
	['a property', { dimensions: ['event:props:plan'] }, /not public/],
	['a dimension within another', { dimensions: ['visit:city'] }, /visit:city is not public/],
	['two dimensions', { dimensions: ['time:day', 'visit:country'] }, /one dimension/],
	[
		'a filter across',
		{ dimensions: ['visit:country'], filters: [['is', 'visit:device', ['Mobile']]] },
		/crossed/,
	],
	['a complement', { filters: [['is_not', 'visit:country', ['DE']]] }, /"is" alone/],
	[
		'three filters',
		{ filters: ['DE', 'DE', 'DE'].map((one) => ['is', 'visit:country', [one]]) },
		/2 filters/,
	],
	['today', { date_range: 'day' }, /whole days/],
	['hours', { dimensions: ['time:hour'] }, /not public/],
	['instants', { date_range: ['2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z'] }, /whole days/],
	['a comparison', { include: { compare: 'previous_period' } }, /nothing to include/],
	['nonsense', { metrics: 'x' }, /Invalid metrics/],
] as [string, object, RegExp][])('refused: %s', async (_, body, text) => {
	expect(await refusal(body)).toMatch(text)
})

test('today is not told, also where a range reaches into it', async () => {
	const { query, results } = await ask({ date_range: [date(1), date(-3)] })
	expect(query.date_range).toEqual([date(1), date(1)])
	expect(results[0]?.metrics).toEqual([55])
})

test('a site that is not shared is as unknown as one that is not there', async () => {
	const query = { metrics: ['visitors'], date_range: '7d' }
	const texts = new Set<string>()
	for (const domain of ['closed.example', 'nowhere.example', 'no site', '%00']) {
		const answer = await send(query, domain)
		const seen = await exports.default.fetch(`http://jitt.test/api/public/${domain}`)
		expect([answer.status, seen.status], domain).toEqual([404, 404])
		texts.add(await answer.text()).add(await seen.text())
	}
	expect(texts.size).toBe(1)
	for (const body of ['', 'null', '[]', '{"metrics":', '"x"'])
		expect((await send(body)).status, body).toBe(400)
})

test('the same question has the same answer, and need not be sent twice', async () => {
	const query = { metrics: ['visitors'], dimensions: ['visit:country'], date_range: '7d' }
	const [one, two] = [await send(query), await send(query)]
	expect(await one.text()).toBe(await two.text())
	const tag = one.headers.get('etag') ?? ''
	expect(tag).not.toBe('')
	expect((await send(query, DOMAIN, { 'if-none-match': tag })).status).toBe(304)
	expect(one.headers.get('access-control-allow-origin')).toBe('*')
})

test('this moment is told in multiples of k, five minutes later', async () => {
	const seen = await exports.default.fetch(`http://jitt.test/api/public/${DOMAIN}`)
	expect(await seen.json()).toMatchObject({ domain: DOMAIN, now: { visitors: null, fewer_than: 10 } })
})

test('who stops sharing is unknown at once', async () => {
	await share({ threshold: 5 })
	expect((await ask({ dimensions: ['visit:country'] })).meta.suppressed.threshold).toBe(5)
	await share({ shared: false })
	expect((await send({ metrics: ['visitors'], date_range: '7d' })).status).toBe(404)
})
