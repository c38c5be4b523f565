import { rm } from 'node:fs/promises'
import { overviewQueries } from '../dashboard/src/overview/queries.ts'
import { DEFAULT_VIEW, type View } from '../dashboard/src/overview/view.ts'
import type { Folded } from '../workers/model/folded.ts'
import { answerAll } from '../workers/stats/run.ts'
import { ClickHouse, overviewOf } from './clickhouse.ts'
import { cpuSeconds, type Instance, newState } from './instance.ts'
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
	/** Median of ClickHouse for the same question about the same rows, its statements one after the other. */
	clickhouseMs: number
}

export interface QueryRun {
	events: number
	visits: number
	/** Folding of one day, mean. */
	foldMs: number
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
/** The last evening of the days: the last of them is open. */
const NOW = Date.parse('2026-10-30T22:30:00Z')
const DAYS = 30

/**
 * What an owner waits for: the overview of 30 days from raw rows, as the dashboard asks it, in one request, and
 * each of its queries alone. Rows of other sites lie before and behind.
 */
export async function queries(instance: Instance, report: (run: QueryRun) => void): Promise<void> {
	const db = (await instance.stats()) as unknown as D1Database
	for (const [i, events] of SIZES.entries()) {
		const site = SITE + 10 * i
		const folder = await newState()
		const clickhouse = new ClickHouse(folder)
		try {
			const past: Past = { site, timezone: TIMEZONE, from: FIRST, days: DAYS, events }
			await writePast(db, { ...past, site: site - 1, events: events / 20 })
			await writePast(db, { ...past, site: site + 1, events: events / 20 })
			const written = await writePast(db, { ...past, also: (table, json) => clickhouse.row(table, json) })
			await clickhouse.load()
			const started = performance.now()
			const folded = await foldPast(db, past, NOW)
			const foldMs = (performance.now() - started) / DAYS
			report({ ...written, foldMs, timings: await measure(db, site, instance.pid, folded, clickhouse) })
		} finally {
			clickhouse.stop()
			await rm(folder, { recursive: true, force: true })
		}
	}
}

/** One question, to D1 and in ClickHouse's words. */
interface Case {
	name: string
	ask(): Promise<void>
	clickhouse: string[]
}

function casesOf(site: number, ask: (bodies: unknown[], raw?: boolean) => Promise<void>): Case[] {
	const view: View = { ...DEFAULT_VIEW, compare: false, period: { ...DEFAULT_VIEW.period, id: '30d' } }
	const partsOf = (filters: View['filters']) =>
		overviewQueries({ ...view, filters, timezone: TIMEZONE, now: NOW })
	const queriesOf = (filters: View['filters']) => partsOf(filters).map(({ query }) => query)
	const spanOf = (filters: View['filters']): string[] => {
		const [filter] = filters
		const column = filter?.dimension.split(':')[1]
		return overviewOf({
			site,
			from: Date.parse('2026-10-01T00:00:00+02:00'),
			to: Date.parse('2026-10-31T00:00:00+01:00'),
			timezone: TIMEZONE,
			where: filter ? `${column} = '${filter.values[0]}'` : '',
			ofEvents: filter?.dimension === 'event:page',
		})
	}
	const all = spanOf([])
	return [
		{ name: 'the overview', ask: () => ask(queriesOf([])), clickhouse: all },
		{ name: 'the overview, from raw rows', ask: () => ask(queriesOf([]), true), clickhouse: all },
		...FILTERED.map(([name, filters]) => ({
			name: `the overview, ${name}`,
			ask: () => ask(queriesOf(filters)),
			clickhouse: spanOf(filters),
		})),
		...partsOf([]).map(({ key, query }, i) => ({
			name: `  ${key} alone`,
			ask: () => ask([query]),
			clickhouse: all.slice(i, i + 1),
		})),
	]
}

async function measure(
	db: D1Database,
	site: number,
	pid: number,
	folded: Folded | null,
	clickhouse: ClickHouse,
): Promise<Timing[]> {
	const recorder = new Recorder(db)
	const ask = async (bodies: unknown[], raw = false): Promise<void> => {
		const of = { id: site, domain: 'bench.example', timezone: TIMEZONE, folded: raw ? null : folded }
		const answers = await answerAll(recorder.db, of, bodies, { now: NOW, dashboard: true })
		for (const answer of answers) if (!answer.ok) throw new Error(answer.error.message)
	}
	const timings: Timing[] = []
	for (const one of casesOf(site, ask)) {
		await one.ask()
		await clickhouse.ask(one.clickhouse)
		const [ours, theirs]: [number[], number[]] = [[], []]
		recorder.rowsRead = 0
		let cpu = 0
		for (let i = 0; i < RUNS; i++) {
			const before = await cpuSeconds(pid)
			const start = performance.now()
			await one.ask()
			ours.push(performance.now() - start)
			cpu += (await cpuSeconds(pid)) - before
			theirs.push(await clickhouse.ask(one.clickhouse))
		}
		timings.push({
			name: one.name,
			ms: median(ours),
			clickhouseMs: median(theirs),
			cpu: (cpu * 1000) / RUNS,
			rowsRead: recorder.rowsRead / RUNS,
		})
	}
	return timings
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

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
export function printQueries({ events, visits, foldMs, timings }: QueryRun): void {
	console.log(
		`\n${events} events in ${visits} visits of one site, ${DAYS} days in D1; folding took ${foldMs.toFixed(0)} ms a day`,
	)
	console.log(
		['', 'ms', 'ClickHouse', 'ratio', 'CPU ms', 'rows read']
			.map((cell, i) => (i === 0 ? cell.padEnd(34) : cell.padStart(12)))
			.join(''),
	)
	for (const { name, ms, clickhouseMs, cpu, rowsRead } of timings) {
		const cells = [
			ms.toFixed(1),
			clickhouseMs.toFixed(1),
			(ms / clickhouseMs).toFixed(2),
			cpu.toFixed(0),
			rowsRead.toFixed(0),
		]
		console.log(name.padEnd(34) + cells.map((cell) => cell.padStart(12)).join(''))
	}
}
