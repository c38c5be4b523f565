import { cpuSeconds, type Instance } from './instance.ts'
import { CASES, SITE } from './questions.ts'
import { writePast } from './world.ts'

/**
 * Funnels, journeys and retention over raw rows of 30 days, three in ten visitors in cookie mode. Rows of other
 * sites lie before and behind.
 */
const EVENTS = Number(process.env.BENCH_EVENTS ?? 1_000_000)
const RUNS = Number(process.env.BENCH_RUNS ?? 5)
/** People of the cookie share: its visits are divided among them. */
const PEOPLE = 20_000

/** Measures and prints: medians, and the CPU of workerd, which other programs on the machine change less. */
export async function explore(instance: Instance): Promise<void> {
	const db = (await instance.stats()) as unknown as D1Database
	const past = { site: SITE.id, timezone: SITE.timezone, from: '2026-10-01', days: 30, events: EVENTS }
	await writePast(db, { ...past, site: SITE.id - 1, events: EVENTS / 20 })
	await writePast(db, { ...past, site: SITE.id + 1, events: EVENTS / 20 })
	const written = await writePast(db, past)
	for (const table of ['visits', 'events']) {
		const text = `UPDATE ${table} SET stable = 1, visitor = visitor % ? WHERE site = ? AND visitor % 10 < 3`
		await db.prepare(text).bind(PEOPLE, SITE.id).run()
	}
	console.log(`\n${written.events} events in ${written.visits} visits of one site, 30 days, raw rows in D1`)
	console.log(`${''.padEnd(38)}${'ms'.padStart(10)}${'CPU ms'.padStart(10)}`)
	for (const [i, [name]] of CASES.entries()) {
		const ask = () => fetch(`http://${instance.questions.host}:${instance.questions.port}/${i}`)
		const times: number[] = []
		await ask()
		const before = await cpuSeconds(instance.pid)
		for (let run = 0; run < RUNS; run++) {
			const started = performance.now()
			const answer = await ask()
			times.push(performance.now() - started)
			if (!answer.ok) throw new Error('a question of the bench is not answered')
		}
		const cpu = ((await cpuSeconds(instance.pid)) - before) * (1000 / RUNS)
		const ms = times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0
		console.log(`${name.padEnd(38)}${ms.toFixed(0).padStart(10)}${cpu.toFixed(0).padStart(10)}`)
	}
}
