import { rm } from 'node:fs/promises'
import { explore } from './explore.ts'
import { ingest, type Row } from './ingest.ts'
import { type Instance, newState, start } from './instance.ts'
import { growth, printQueries, queries } from './queries.ts'

/**
 * `npm run bench`, or one part of it: `npm run bench -- main ingest`, `queries`, `explore` or `growth`. Prints medians
 * over the rounds and ratios of one run; machines differ, ratios hold.
 */

const median = (values: number[]): number =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

function print(title: string, rounds: Row[][]): void {
	console.log(`\n${title}`)
	const header = ['', 'per second', 'ratio', 'p50 ms', 'p99 ms', 'CPU µs', 'CPU ratio', 'failed']
	console.log(header.map((cell, i) => (i === 0 ? cell.padEnd(24) : cell.padStart(11))).join(''))
	rounds[0]?.forEach(({ name }, i) => {
		const rows = rounds.map((round) => ({ row: round[i], bare: round[0] }))
		const of = (value: (row: Row, bare: Row) => number): number =>
			median(rows.flatMap(({ row, bare }) => (row && bare ? [value(row, bare)] : [])))
		const cells = [
			of((row) => row.perSecond).toFixed(0),
			of((row, bare) => row.perSecond / bare.perSecond).toFixed(3),
			of((row) => row.p50).toFixed(2),
			of((row) => row.p99).toFixed(2),
			of((row) => row.cpu).toFixed(0),
			of((row, bare) => row.cpu / bare.cpu).toFixed(2),
			of((row) => row.failed).toFixed(0),
		]
		console.log(name.padEnd(24) + cells.map((cell) => cell.padStart(11)).join(''))
	})
}

const PARTS: Record<string, (instance: Instance) => Promise<void>> = {
	async ingest(instance) {
		const { saturated, open } = await ingest(instance)
		print('256 connections, closed loop, answered after the write is safe', saturated)
		print('300 beacons a second, open loop', open)
		const p99 = open.map((rows) => rows.map((row) => row.p99.toFixed(1)).join('/'))
		console.log(`p99 of each round, ${open[0]?.map((row) => row.name).join('/')}: ${p99.join(' ')}`)
	},
	explore,
}
/** Parts that write an instance's database before it starts. */
const WRITERS: Record<string, (state: string) => Promise<void>> = {
	queries: (state) => queries(state, printQueries),
	growth,
}
/** Takes many minutes: only where it is asked for by name. */
const LONG = 'growth'

const wanted = process.argv.slice(2)
const isWanted = (name: string) => (wanted.length > 0 ? wanted.includes(name) : name !== LONG)

/** Runs something in a folder of its own. */
async function inFolder(run: (state: string) => Promise<void>): Promise<void> {
	const state = await newState()
	try {
		await run(state)
	} finally {
		await rm(state, { recursive: true, force: true })
	}
}

for (const [name, part] of Object.entries(PARTS)) {
	if (!isWanted(name)) continue
	await inFolder(async (state) => {
		const instance = await start(state)
		await part(instance).finally(() => instance.stop())
	})
}
for (const [name, part] of Object.entries(WRITERS)) if (isWanted(name)) await inFolder(part)
