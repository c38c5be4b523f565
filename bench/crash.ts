import { rm } from 'node:fs/promises'
import { type Instance, newState, start } from './instance.ts'

/**
 * Kills workerd with SIGKILL again and again under load, restarts it on the same state, and then looks in D1:
 * every beacon that was answered 202 must be there exactly once, and none twice.
 *
 *     node bench/crash.ts [kills]
 */

const KILLS = Number(process.argv[2] ?? 20)
const CLIENTS = 32
const SITE = 1
const DOMAIN = 's1.example'

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const state = await newState()
const answered = new Set<number>()
let sent = 0
let instance: Instance = await start(state)
await instance.addSite(SITE, DOMAIN)

/** Sends numbered page views until told to stop; notes those that were answered as kept. */
async function client(stopped: () => boolean, url: string): Promise<void> {
	while (!stopped()) {
		const n = ++sent
		const body = JSON.stringify({ n: 'pageview', u: `https://${DOMAIN}/n/${n}`, d: DOMAIN })
		try {
			const answer = await fetch(url, {
				method: 'POST',
				body,
				headers: {
					'content-type': 'text/plain',
					'cf-connecting-ip': `198.18.${(n >> 8) & 255}.${n & 255}`,
					'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
				},
			})
			const kept = answer.status === 202 && !answer.headers.has('x-plausible-dropped')
			if (kept && (await answer.text()) === 'ok') answered.add(n)
		} catch {
			// The server was killed under this request: unanswered, so nothing is owed.
		}
	}
}

for (let kill = 1; kill <= KILLS; kill++) {
	let stop = false
	const url = `http://${instance.jitt.host}:${instance.jitt.port}/api/event`
	const clients = Array.from({ length: CLIENTS }, () => client(() => stop, url))
	const before = answered.size
	// A trial in which nothing is at stake proves nothing. An object of tens of thousands of events takes a second to wake.
	for (const since = Date.now(); answered.size === before; await sleep(20)) {
		if (Date.now() - since > 30_000)
			throw new Error('the instance answered nothing: it did not come up again')
	}
	// Kills fall before, within and after the commits to D1.
	await sleep(100 + Math.random() * 3_000)
	process.kill(instance.pid, 'SIGKILL')
	stop = true
	await Promise.all(clients)
	await instance.stop().catch(() => undefined)
	instance = await start(state)
	console.log(`kill ${kill}/${KILLS}: ${answered.size - before} answered before it`)
}

const flushed = await instance.flush(SITE)
const db = await instance.stats()
const stored = await db
	.prepare('select page, count(*) as n from events where site = ? group by page')
	.bind(SITE)
	.all<{ page: string; n: number }>()
await instance.stop()
await rm(state, { recursive: true, force: true })

const counts = new Map(stored.results.map(({ page, n }) => [Number(page.slice('/n/'.length)), n]))
const lost = [...answered].filter((n) => !counts.has(n)).length
const twice = [...counts.values()].filter((n) => n > 1).length
const unanswered = [...counts.keys()].filter((n) => !answered.has(n)).length
console.log(
	`${sent} sent, ${answered.size} answered 202, ${counts.size} stored (${unanswered} of them durable but unanswered), ` +
		`${flushed.pending} waiting; lost ${lost}, counted twice ${twice}`,
)
process.exitCode = lost + twice + flushed.pending > 0 || answered.size === 0 ? 1 : 0
