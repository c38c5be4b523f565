import { overviewQueries } from '../dashboard/src/overview/queries.ts'
import { DEFAULT_VIEW, type View } from '../dashboard/src/overview/view.ts'
import type { Folded } from '../workers/model/folded.ts'
import { answerAll } from '../workers/stats/run.ts'
import { cpuSeconds, type Instance } from './instance.ts'
import { foldPast, type Past, writePast } from './world.ts'

/** One measured line of the bench of queries. */
export interface Timing {
	name: string
	/** Median, from the call to the parsed answer. */
	ms: number
	/** Of workerd, a run: what is left of `ms` where other programs want the machine too. */
	cpu: number
	/** What D1 says (and bills) that it read. */
	rowsRead: number
	/** To the yardstick of the same run: D1 counting the same site's events. */
	ratio: number
}

export interface QueryRun {
	events: number
	visits: number
	timings: Timing[]
}

const TIMEZONE = 'Europe/Oslo'
const SITE = 200
const RUNS = Number(process.env.BENCH_RUNS ?? 5)
const SIZES = (process.env.BENCH_EVENTS ?? '10000,100000,1000000').split(',').map(Number)
/** Overviews with one filter, from a selective one to one that keeps a third of the visits. */
const FILTERED: readonly [string, View['filters']][] = [
	['source is one', [{ operator: 'is', dimension: 'visit:source', values: ['source-1.example'] }]],
	['country is one', [{ operator: 'is', dimension: 'visit:country', values: ['AA'] }]],
	['page is one', [{ operator: 'is', dimension: 'event:page', values: ['/'] }]],
	['browser is one', [{ operator: 'is', dimension: 'visit:browser', values: ['Safari'] }]],
]
const FIRST = '2026-10-01'
const DAYS = 30

/**
 * What an owner waits for: the overview of 30 days from raw rows, as the dashboard asks it, in one request, and
 * each of its queries alone. Rows of other sites lie before and behind.
 */
export async function queries(instance: Instance, report: (run: QueryRun) => void): Promise<void> {
	const db = (await instance.stats()) as unknown as D1Database
	for (const [i, events] of SIZES.entries()) {
		const site = SITE + 10 * i
		const past = (of: Partial<Past>): Past => ({
			site,
			timezone: TIMEZONE,
			from: FIRST,
			days: DAYS,
			events,
			...of,
		})
		await writePast(db, past({ site: site - 1, events: events / 20 }))
		await writePast(db, past({ site: site + 1, events: events / 20 }))
		const written = await writePast(db, past({}))
		const now = Date.parse('2026-10-30T22:30:00Z')
		const started = performance.now()
		const folded = await foldPast(db, past({}), now)
		console.log(`folded in ${((performance.now() - started) / DAYS).toFixed(0)} ms a day`)
		report({ ...written, timings: await measure(db, site, instance.pid, now, folded) })
	}
}

async function measure(
	db: D1Database,
	site: number,
	pid: number,
	now: number,
	folded: Folded | null,
): Promise<Timing[]> {
	const view = { ...DEFAULT_VIEW, period: { ...DEFAULT_VIEW.period, id: '30d' as const } }
	const queriesOf = (of: View): unknown[] =>
		overviewQueries({ ...of, timezone: TIMEZONE, now }).map(({ query }) => query)
	const parts = overviewQueries({ ...view, timezone: TIMEZONE, now })
	const recorder = new Recorder(db)
	const ask = async (bodies: unknown[], rollups: Folded | null = folded): Promise<void> => {
		const of = { id: site, domain: 'bench.example', timezone: TIMEZONE, folded: rollups }
		const answers = await answerAll(recorder.db, of, bodies, { now, dashboard: true })
		for (const answer of answers) if (!answer.ok) throw new Error(answer.error.message)
	}
	const count = async (): Promise<void> => {
		const text = 'SELECT count(*) FROM events WHERE site = ?'
		await recorder.db.batch([recorder.db.prepare(text).bind(site)])
	}
	const cases: [string, () => Promise<void>][] = [
		['yardstick: count of the events', count],
		['the overview', () => ask(queriesOf(view))],
		['the overview, from raw rows', () => ask(queriesOf(view), null)],
		...FILTERED.map(([name, filters]): [string, () => Promise<void>] => [
			`the overview, ${name}`,
			() => ask(queriesOf({ ...view, filters })),
		]),
		...parts.map(({ key, query }): [string, () => Promise<void>] => [`  ${key} alone`, () => ask([query])]),
	]
	const timings: Timing[] = []
	for (const [name, run] of cases) {
		await run()
		const times: number[] = []
		recorder.rowsRead = 0
		const before = await cpuSeconds(pid)
		for (let i = 0; i < RUNS; i++) {
			const start = performance.now()
			await run()
			times.push(performance.now() - start)
		}
		const ms = times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0
		const cpu = ((await cpuSeconds(pid)) - before) * (1000 / RUNS)
		const rowsRead = recorder.rowsRead / RUNS
		timings.push({ name, ms, cpu, rowsRead, ratio: ms / (timings[0]?.ms ?? ms) })
	}
	return timings
}

/** A database that adds up what D1 reports of its batches. */
class Recorder {
	rowsRead = 0
	readonly db: D1Database

	constructor(db: D1Database) {
		const batch = async <T>(statements: D1PreparedStatement[]): Promise<D1Result<T>[]> => {
			const results = await db.batch<T>(statements)
			for (const { meta } of results) this.rowsRead += meta.rows_read
			return results
		}
		this.db = { prepare: (text: string) => db.prepare(text), batch } as D1Database
	}
}

/** Prints one size. */
export function printQueries({ events, visits, timings }: QueryRun): void {
	console.log(`\n${events} events in ${visits} visits of one site, ${DAYS} days, raw rows in D1`)
	console.log(
		['', 'ms', 'CPU ms', 'rows read', 'ratio']
			.map((cell, i) => (i === 0 ? cell.padEnd(34) : cell.padStart(12)))
			.join(''),
	)
	for (const { name, ms, cpu, rowsRead, ratio } of timings) {
		const cells = [ms.toFixed(1), cpu.toFixed(0), rowsRead.toFixed(0), ratio.toFixed(2)]
		console.log(name.padEnd(34) + cells.map((cell) => cell.padStart(12)).join(''))
	}
}
