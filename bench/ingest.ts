import { beacons } from './beacons.ts'
import { cpuSeconds, type Instance } from './instance.ts'
import { run as runLoad } from './load.ts'

/** One measured row of the ingest bench. */
export interface Row {
	name: string
	perSecond: number
	p50: number
	p99: number
	/** Microseconds of workerd's CPU for one answered request, commits to D1 included. */
	cpu: number
	failed: number
}

const SECONDS = Number(process.env.BENCH_SECONDS ?? 8)
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3)
/**
 * Rounds of the open loop, as long as the others so that its median compares with figures taken that way.
 * A full collection of the local runtime stops everything for 0.1 s about every 24 seconds at this rate: a
 * round has one or has none. So there are many rounds, and every one is printed.
 */
const OPEN_ROUNDS = Number(process.env.BENCH_OPEN_ROUNDS ?? 9)
const CONNECTIONS = 256
const OPEN_LOOP = 300

const names = (from: number, n: number): string[] =>
	Array.from({ length: n }, (_, i) => `s${from + i}.example`)

/**
 * Throughput at 256 connections and latency at 300 beacons a second, each round against the bare yardstick in
 * the same workerd. Every kept beacon is counted again in D1 at the end: a fast answer that lost its row would
 * be no figure.
 */
export async function ingest(instance: Instance): Promise<{ saturated: Row[][]; open: Row[][] }> {
	const one = names(1, 1)
	const fifty = names(100, 50)
	await instance.addSite(1, 's1.example')
	const fiftyIds = fifty.map((_, i) => 100 + i)
	for (const [i, domain] of fifty.entries()) await instance.addSite(100 + i, domain)
	const targets = [
		{ name: 'bare Hono + JSON', at: instance.bare, requests: beacons(one, 5_000), keeps: [] },
		{ name: 'Hono + object append', at: instance.append, requests: beacons(one, 5_000), keeps: [] },
		{ name: 'full path, one site', at: instance.jitt, requests: beacons(one, 5_000), keeps: [1] },
		{ name: 'full path, 50 sites', at: instance.jitt, requests: beacons(fifty, 5_000), keeps: fiftyIds },
	]
	let kept = 0
	const measure = async (
		target: (typeof targets)[number],
		options: { rate?: number; connections: number },
	) => {
		const before = await cpuSeconds(instance.pid)
		const outcome = await runLoad({ ...target.at, requests: target.requests, seconds: SECONDS, ...options })
		// Commits run behind the answers: they belong to the beacon's price.
		for (const site of target.keeps) await instance.flush(site)
		const used = (await cpuSeconds(instance.pid)) - before
		if (target.keeps.length > 0) kept += outcome.kept
		const { perSecond, p50, p99, failed, dropped } = outcome
		if (dropped > 0) throw new Error(`${target.name}: ${dropped} beacons were dropped`)
		return { name: target.name, perSecond, p50, p99, failed, cpu: (used * 1e6) / outcome.kept }
	}
	const rounds = async (
		count: number,
		options: { rate?: number; connections: number },
		list: typeof targets,
	): Promise<Row[][]> => {
		const all: Row[][] = []
		for (let round = 0; round < count; round++) {
			const rows: Row[] = []
			for (const target of list) rows.push(await measure(target, options))
			all.push(rows)
		}
		return all
	}
	for (const target of targets) await measure(target, { connections: 32 })
	const open = await rounds(OPEN_ROUNDS, { connections: 64, rate: OPEN_LOOP }, targets.slice(0, 3))
	const saturated = await rounds(ROUNDS, { connections: CONNECTIONS }, targets)
	const db = await instance.stats()
	const stored = await db.prepare('select count(*) as n from events').first<{ n: number }>()
	if (stored?.n !== kept) throw new Error(`${kept} beacons were answered as kept, D1 holds ${stored?.n}`)
	return { saturated, open }
}
