import { rm } from 'node:fs/promises'
import { beacons } from './beacons.ts'
import { newState, start } from './instance.ts'
import { run } from './load.ts'

/**
 * `STATS_0` fails for 30 seconds under load (its tables are renamed away, so every statement is refused):
 * beacons go on being answered, the site's state says that it is behind, and afterwards D1 holds every beacon
 * that was answered, once.
 *
 *     node bench/outage.ts [seconds]
 */

const SECONDS = Number(process.argv[2] ?? 30)
const RATE = 200
const SITE = 1
const TABLES = ['events', 'visits', 'refusals', 'commits']

const state = await newState()
const instance = await start(state)
await instance.addSite(SITE, 's1.example')
const db = await instance.stats()
const rename = async (from: string, to: string): Promise<void> => {
	await db.batch(TABLES.map((table) => db.prepare(`alter table ${from}${table} rename to ${to}${table}`)))
}
const wait = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000))

const load = run({
	...instance.jitt,
	requests: beacons(['s1.example'], 5_000),
	connections: 64,
	rate: RATE,
	seconds: SECONDS + 6,
})
await wait(3)
await rename('', 'away_')
await wait(SECONDS)
const during = await instance.flush(SITE)
console.log(
	`after ${SECONDS} s of outage: ${during.pending} events wait, behind since ${during.behindSince === null ? 'never' : new Date(during.behindSince).toISOString()}`,
)
await rename('away_', '')
const outcome = await load
const after = await instance.flush(SITE)
const stored = await db.prepare('select count(*) as n from events').first<{ n: number }>()
await instance.stop()
await rm(state, { recursive: true, force: true })
console.log(
	`${outcome.kept} answered 202 as kept, ${outcome.failed} failed, ${stored?.n} stored, ${after.pending} waiting; ` +
		`p50 ${outcome.p50.toFixed(1)} ms, p99 ${outcome.p99.toFixed(1)} ms`,
)
const sound =
	stored?.n === outcome.kept && outcome.failed === 0 && after.pending === 0 && during.behindSince !== null
process.exitCode = sound && outcome.kept > 0 ? 0 : 1
