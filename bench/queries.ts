import { rm } from 'node:fs/promises'
import { overviewQueries } from '../dashboard/src/overview/queries.ts'
import { DEFAULT_VIEW, type View } from '../dashboard/src/overview/view.ts'
import type { Folded } from '../workers/model/folded.ts'
import { answerAll } from '../workers/stats/run.ts'
import { ClickHouse, overviewOf } from './clickhouse.ts'
import { Direct, trafficFile } from './direct.ts'
import { cpuSeconds, newState, start } from './instance.ts'
import { foldPast, type Past, type Written, writePast } from './world.ts'

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
export async function queries(state: string, report: (run: QueryRun) => void): Promise<void> {
	const sizes = await Promise.all(
		SIZES.map(async (events, i) => {
			const folder = await newState()
			const past: Past = { site: SITE + 10 * i, timezone: TIMEZONE, from: FIRST, days: DAYS, events }
			return { past, folder, clickhouse: new ClickHouse(folder), written: { events: 0, visits: 0 } }
		}),
	)
	try {
		const file = await emptyFile(state)
		for (const one of sizes) {
			const { past, clickhouse } = one
			const also: Past['also'] = (table, json) => clickhouse.row(table, json)
			one.written = await writeAmongOthers(file, { ...past, also })
		}
		file.close()
		const instance = await start(state)
		try {
			const db = (await instance.stats()) as unknown as D1Database
			for (const { past, clickhouse, written } of sizes) {
				await clickhouse.load()
				const { folded, foldMs } = await foldTimed(db, past)
				const timings = await measure(db, past.site, instance.pid, folded, clickhouse)
				report({ ...written, foldMs, timings })
				clickhouse.stop()
			}
		} finally {
			await instance.stop()
		}
	} finally {
		for (const { clickhouse, folder } of sizes) {
			clickhouse.stop()
			await rm(folder, { recursive: true, force: true })
		}
	}
}

/**
 * How the unfiltered overview grows from 100 thousand events to 10 million (`BENCH_EVENTS`), rollups and all. Prints
 * the times, and their ratio: the smaller it is, the less the size of a site matters.
 */
export async function growth(state: string): Promise<void> {
	const large = Number(process.env.BENCH_EVENTS ?? 10_000_000)
	const base: Past = { site: SITE, timezone: TIMEZONE, from: FIRST, days: DAYS, events: 100_000 }
	const pasts = [base, { ...base, site: SITE + 10, events: large }]
	const began = performance.now()
	const file = await emptyFile(state)
	for (const past of pasts) await writeAmongOthers(file, past)
	file.close()
	const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(0)
	console.log(`\nwritten in ${seconds(began)} s`)
	const instance = await start(state)
	try {
		const db = (await instance.stats()) as unknown as D1Database
		const found: number[] = []
		for (const past of pasts) {
			const { folded, foldMs } = await foldTimed(db, past)
			const recorder = new Recorder(db)
			const [overview] = casesOf(past.site, askerOf(recorder.db, past.site, folded))
			const times: number[] = []
			let cpu = 0
			for (let i = 0; i <= RUNS; i++) {
				const before = await cpuSeconds(instance.pid)
				const asked = performance.now()
				await overview?.ask()
				// The first one warms up.
				if (i === 0) recorder.rowsRead = 0
				else {
					times.push(performance.now() - asked)
					cpu += (await cpuSeconds(instance.pid)) - before
				}
			}
			found.push(median(times))
			console.log(
				`${past.events} events: the overview ${median(times).toFixed(1)} ms, CPU ${((cpu * 1000) / RUNS).toFixed(0)} ms, ${(recorder.rowsRead / RUNS).toFixed(0)} rows read; folding ${foldMs.toFixed(0)} ms a day`,
			)
		}
		const [small = 0, grown = 0] = found
		console.log(`ratio ${(grown / small).toFixed(2)}, all in ${seconds(began)} s`)
	} finally {
		await instance.stop()
	}
}

/** The file of a new instance's database, without any rows, while the instance is down. */
async function emptyFile(state: string): Promise<Direct> {
	const instance = await start(state)
	await instance.stop()
	return new Direct(await trafficFile(state))
}

/** Writes a past, with rows of other sites before and behind. */
async function writeAmongOthers(file: Direct, past: Past): Promise<Written> {
	const { also: _, ...rest } = past
	await writePast(file, { ...rest, site: past.site - 1, events: past.events / 20 })
	await writePast(file, { ...rest, site: past.site + 1, events: past.events / 20 })
	return writePast(file, past)
}

/** @returns ms a day besides. */
async function foldTimed(db: D1Database, past: Past): Promise<{ folded: Folded | null; foldMs: number }> {
	const started = performance.now()
	const folded = await foldPast(db, past, NOW)
	return { folded, foldMs: (performance.now() - started) / DAYS }
}

/** Asks the overview's questions about a site; `raw`: from raw rows alone. */
const askerOf =
	(db: D1Database, site: number, folded: Folded | null) =>
	async (bodies: unknown[], raw = false): Promise<void> => {
		const of = { id: site, domain: 'bench.example', timezone: TIMEZONE, folded: raw ? null : folded }
		const answers = await answerAll(db, of, bodies, { now: NOW, dashboard: true })
		for (const answer of answers) if (!answer.ok) throw new Error(answer.error.message)
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
	const ask = askerOf(recorder.db, site, folded)
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
