import { expect, it, vi } from 'vitest'
import { type Answers, Asker, QueryError, type QueryResult, type SiteState } from './ask.ts'
import type { AskedQuery } from './queries.ts'

const query = (day: string): AskedQuery => ({ metrics: ['visitors'], date_range: [day, day] })
const state: SiteState = { commit: 7, pending: 0, behind_since: null }

/** A server that answers each query with its own day, but not the 13th. */
function server() {
	const requests: string[][] = []
	const states: SiteState[] = []
	const send = async (queries: AskedQuery[]): Promise<Answers> => {
		const days = queries.map(({ date_range: [day = ''] }) => day)
		requests.push(days)
		return {
			answers: days.map((day) =>
				day.endsWith('13') ? { error: 'no', status: 503 } : { result: resultOf(day) },
			),
			state,
		}
	}
	return { requests, states, asker: new Asker(send, (one) => states.push(one)) }
}
const resultOf = (day: string): QueryResult => ({
	results: [],
	meta: {},
	query: { date_range: [day, day], dimensions: [] },
})

it('asks in one request what is asked at one moment, each gets its own answer', async () => {
	const { asker, requests, states } = server()
	const both = await Promise.all([asker.ask(query('2026-11-01')), asker.ask(query('2026-11-02'))])
	expect(both.map((one) => one.query.date_range[0])).toEqual(['2026-11-01', '2026-11-02'])
	await asker.ask(query('2026-11-03'))
	expect(requests).toEqual([['2026-11-01', '2026-11-02'], ['2026-11-03']])
	expect(states).toEqual([state, state])
})

it('lets one query fail without the others', async () => {
	const { asker } = server()
	const [good, bad] = await Promise.allSettled([
		asker.ask(query('2026-11-12')),
		asker.ask(query('2026-11-13')),
	])
	expect(good.status).toBe('fulfilled')
	expect(bad).toMatchObject({ status: 'rejected', reason: new QueryError('no', 503) })
})

it('sends no more queries at once than the server takes', async () => {
	const { asker, requests } = server()
	await Promise.all(Array.from({ length: 31 }, (_, i) => asker.ask(query(`2026-12-${i < 12 ? 10 : 11}`))))
	expect(requests.map((one) => one.length)).toEqual([30, 1])
})

it('fails all where the request fails', async () => {
	const asker = new Asker(
		() => Promise.reject(new Error('offline')),
		() => undefined,
	)
	const all = await Promise.allSettled([asker.ask(query('2026-11-01')), asker.ask(query('2026-11-02'))])
	expect(all.map((one) => one.status)).toEqual(['rejected', 'rejected'])
})

it('lets a page that takes long rest before it asks again by itself', async () => {
	vi.useFakeTimers({ now: 1_000_000 })
	const takes = async (milliseconds: number, queries: number): Promise<number> => {
		const asker = new Asker(
			async (asked) => {
				await new Promise((resolve) => setTimeout(resolve, milliseconds))
				return { answers: asked.map(() => ({ result: resultOf('2026-11-24') })), state }
			},
			() => undefined,
		)
		const all = Promise.all(Array.from({ length: queries }, () => asker.ask(query('2026-11-24'))))
		await vi.runAllTimersAsync()
		await all
		return asker.restsUntil - Date.now()
	}
	expect([await takes(200, 7), await takes(1_500, 7), await takes(9_000, 7), await takes(9_000, 1)]).toEqual([
		0, 30_000, 60_000, 0,
	])
	vi.useRealTimers()
})
