import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import type { Policy, SiteEntry } from '../workers/model/policy.ts'
import { somePolicy } from '../workers/model/testing.ts'
import type { SiteState } from '../workers/site/committer.ts'

/**
 * A local Jitt on Miniflare's API with direct sockets: the same workerd as in production, no proxy in the
 * request path (wrangler's dev proxy caps near 600 requests a second and would be all that is measured).
 */

export interface Instance {
	/** Addresses of the Worker and of the two yardsticks, all in one workerd. */
	jitt: { host: string; port: number }
	bare: { host: string; port: number }
	append: { host: string; port: number }
	/** Where the questions of `bench/questions.ts` are asked. */
	questions: { host: string; port: number }
	miniflare: Miniflare
	/** Process id of workerd, for its CPU time. */
	pid: number
	addSite(site: number, domain: string): Promise<void>
	stats(): Promise<Awaited<ReturnType<Miniflare['getD1Database']>>>
	flush(site: number): Promise<SiteState>
	stop(): Promise<void>
}

const bundle = async (entry: string, outfile: string): Promise<void> => {
	await build({
		entryPoints: [entry],
		outfile,
		bundle: true,
		minify: true,
		format: 'esm',
		target: 'es2024',
		conditions: ['workerd', 'worker', 'browser'],
		external: ['cloudflare:*', 'node:*'],
	})
}

/** What the bench asks of a site's object. */
interface SiteRpc {
	configure(policy: Policy): Promise<void>
	flush(): Promise<SiteState>
}

/** A fresh folder for an instance's state. */
export const newState = (): Promise<string> => mkdtemp(join(tmpdir(), 'jitt-bench-'))

/** Starts an instance on a folder of state: a fresh one, or what an earlier instance left there. */
export async function start(state: string): Promise<Instance> {
	await bundle('workers/worker.ts', join(state, 'jitt.mjs'))
	await bundle('bench/bare.ts', join(state, 'bare.mjs'))
	await bundle('bench/append.ts', join(state, 'append.mjs'))
	await bundle('bench/questions.ts', join(state, 'questions.mjs'))
	const shared = {
		modules: true,
		compatibilityDate: '2026-11-01',
		compatibilityFlags: ['nodejs_compat'],
		modulesRoot: state,
		unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
	}
	const miniflare = new Miniflare(
		convertV4MiniflareOptions({
			cf: false,
			resourcePersistencePath: join(state, 'state'),
			workers: [
				{
					...shared,
					name: 'jitt',
					scriptPath: join(state, 'jitt.mjs'),
					bindings: {
						AUTH_SECRET: 'only-for-this-bench-32-characters-long',
						APP_URL: 'http://127.0.0.1',
						LOCAL: '1',
					},
					durableObjects: { SITE: { className: 'SiteObject', useSQLite: true } },
					d1Databases: { DB: 'control', STATS_0: 'stats' },
					r2Buckets: ['KEYS'],
					kvNamespaces: ['DIRECTORY'],
					analyticsEngineDatasets: { ENGINE: { dataset: 'events' } },
				},
				{ ...shared, name: 'bare', scriptPath: join(state, 'bare.mjs') },
				{
					...shared,
					name: 'questions',
					scriptPath: join(state, 'questions.mjs'),
					d1Databases: { STATS_0: 'stats' },
				},
				{
					...shared,
					name: 'append',
					scriptPath: join(state, 'append.mjs'),
					durableObjects: { APPENDER: { className: 'Appender', useSQLite: true } },
				},
			],
		}),
	)
	await miniflare.ready
	const address = async (name: string) => {
		const url = await miniflare.unsafeGetDirectURL(name)
		return { host: url.hostname, port: Number(url.port) }
	}
	const db = await miniflare.getD1Database('STATS_0', 'jitt')
	const migrated = await db.prepare("select 1 from sqlite_master where name = 'events'").first()
	for (const file of migrated
		? []
		: (await readdir('migrations/stats')).filter((name) => name.endsWith('.sql')).sort()) {
		const sql = await readFile(join('migrations/stats', file), 'utf8')
		await db.batch(sql.split('--> statement-breakpoint').map((statement) => db.prepare(statement)))
	}
	const object = async (site: number): Promise<SiteRpc> => {
		const sites = await miniflare.getDurableObjectNamespace('SITE', 'jitt')
		return sites.get(sites.idFromName(`s:${site}`)) as unknown as SiteRpc
	}
	return {
		jitt: await address('jitt'),
		bare: await address('bare'),
		append: await address('append'),
		questions: await address('questions'),
		miniflare,
		pid: await workerdOf(process.pid),
		async addSite(site, domain) {
			const entry: SiteEntry = { site, domain, jurisdiction: null, tokenHash: null }
			const directory = await miniflare.getKVNamespace('DIRECTORY', 'jitt')
			await directory.put(`site:${domain}`, JSON.stringify(entry))
			await (await object(site)).configure(somePolicy(site, { domain, timezone: 'Europe/Oslo' }))
		},
		stats: () => miniflare.getD1Database('STATS_0', 'jitt'),
		async flush(site) {
			// A plain copy: what comes over the bridge cannot be read any more once the instance has stopped.
			const { folded, reach, ...state } = await (await object(site)).flush()
			return { ...state, reach: { ...reach }, folded: folded && { ...folded } }
		},
		async stop() {
			await miniflare.dispose()
		},
	}
}

/** The workerd that a process started last and that still runs, from /proc (Linux); 0 where it does not tell. */
async function workerdOf(parent: number): Promise<number> {
	const found = { pid: 0, startedAt: -1 }
	for (const name of await readdir('/proc')) {
		if (!/^\d+$/.test(name)) continue
		const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
		const command = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
		// https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: state, parent, …, start time.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
		if (!command.startsWith('workerd') || fields[0] === 'Z' || Number(fields[1]) !== parent) continue
		const startedAt = Number(fields[19])
		if (startedAt > found.startedAt) Object.assign(found, { pid: Number(name), startedAt })
	}
	return found.pid
}

/** CPU seconds a process has used so far; 0 where /proc does not tell. */
export async function cpuSeconds(pid: number): Promise<number> {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
	return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100
}
