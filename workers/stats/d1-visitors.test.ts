import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { answer } from './run.ts'
import { type Beat, worldOf, write } from './world.ts'

/** Bits and numbers have to give the same count; here where they could part. */
let site = 900

/** Visitors in total and of the front page, on the days from the 2nd to the 4th of June in Berlin. */
async function visitors(beats: Beat[], keptIn = 'Europe/Berlin'): Promise<unknown[]> {
	const id = ++site
	await write(env.STATS_0, worldOf(id, 'Europe/Berlin', beats, keptIn))
	const ask = async (dimensions: string[]) => {
		const body = { metrics: ['visitors', 'pageviews'], date_range: ['2026-06-02', '2026-06-04'], dimensions }
		const of = { id, domain: 'x.example', timezone: 'Europe/Berlin' }
		const result = await answer(env.STATS_0, of, body, {
			now: Date.parse('2026-06-10T00:00:00Z'),
			dashboard: true,
		})
		if (!result.ok) throw new Error(result.error.message)
		return result.value.results
	}
	const [[total], pages] = await Promise.all([ask([]), ask(['event:page'])])
	const front = pages.find((row) => row.dimensions[0] === '/')
	return [total?.metrics[0] ?? null, front?.metrics[0] ?? null]
}

test('somebody who comes back is one visitor a day', async () => {
	const at = ['2026-06-03T08:00:00Z', '2026-06-03T12:00:00Z', '2026-06-04T08:00:00Z']
	expect(await visitors(at.map((one) => ({ person: 1, at: one })))).toEqual([2, 2])
})

test('somebody whose day began before the range counts in it, though the bit lies before', async () => {
	// Kept in California, where the 1st of June went on until 9 o'clock of the 2nd in Berlin.
	const beats = ['2026-06-01T18:00:00Z', '2026-06-02T05:00:00Z'].map((at) => ({ person: 1, at }))
	expect(await visitors(beats, 'America/Los_Angeles')).toEqual([1, 1])
})

test('somebody of the last hours before and after the first day is one', async () => {
	// A day in California: from 9 o'clock of the 2nd to 9 o'clock of the 3rd in Berlin.
	const beats = ['2026-06-02T20:00:00Z', '2026-06-03T05:00:00Z'].map((at) => ({ person: 1, at }))
	expect(await visitors(beats, 'America/Los_Angeles')).toEqual([1, 1])
})

test('a number that outlives its day is one visitor, and its rows carry no bits', async () => {
	const at = ['2026-06-02T08:00:00Z', '2026-06-03T08:00:00Z', '2026-06-04T08:00:00Z']
	const stable = at.map((one) => ({ person: 1, at: one, stable: true }))
	expect(await visitors(stable)).toEqual([1, 1])
	expect(await visitors([...stable, { person: 2, at: '2026-06-04T09:00:00Z' }])).toEqual([2, 2])
})

test('each page has the visitors who saw it, not only who began there', async () => {
	const beats = ['/a', '/', '/a', '/'].map((page, i) => ({ person: 1, at: `2026-06-04T08:0${i}:00Z`, page }))
	expect(await visitors([...beats, { person: 2, at: '2026-06-04T09:00:00Z', page: '/a' }])).toEqual([2, 1])
})
