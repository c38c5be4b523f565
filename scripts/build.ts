import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { builtFolder, readToml, workerFolder } from './config.ts'
import { fingerprint, readJson, root, writeJson } from './state.ts'
import { inPackages, run, runWrangler, say } from './tools.ts'

/** Bundles the tracker into `workers/collect/scripts.gen.ts`; fails above its size budget. */
export async function buildTracker(): Promise<void> {
	const script = join(root, 'tracker', 'build.ts')
	if (existsSync(script)) say((await run(process.execPath, [script])).trimEnd())
}

/** Builds dashboard and demo for one state, unless they are as they were at the last build. */
export async function buildDashboard(state: string): Promise<void> {
	const stamp = join(state, 'build', 'dashboard.json')
	const sources = ['dashboard', 'package-lock.json', 'workers/model', 'workers/rights']
	// Where it is set, the security policy lets Turnstile in.
	const { TURNSTILE_SITE_KEY: siteKey = '' } = (readToml('wrangler.toml').vars ?? {}) as Record<
		string,
		string
	>
	// Built into the public pages.
	const ownSite = process.env.OWN_SITE ?? ''
	const now = { fingerprint: `${fingerprint(...sources)} ${ownSite} ${siteKey}` }
	const built = builtFolder(state)
	if (readJson<typeof now>(stamp)?.fingerprint === now.fingerprint && existsSync(built)) return
	say('Building the dashboard …')
	const vite = inPackages('vite', 'bin', 'vite.js')
	const config = join(root, 'dashboard', 'vite.config.ts')
	const args = ['build', '--config', config, '--outDir', built, '--emptyOutDir', '--logLevel', 'warn']
	const env = { ...process.env, TURNSTILE_SITE_KEY: siteKey }
	const said = await run(process.execPath, [vite, ...args], join(root, 'dashboard'), env)
	if (said.trim()) say(said.trimEnd())
	writeJson(stamp, now)
}

/** Brings the local databases to the latest migration. Skipped where they are there: wrangler takes 2 s each. */
export async function migrate(state: string): Promise<void> {
	// Inside wrangler's own folder: whoever deletes the databases deletes the stamp with them.
	const stamp = join(state, 'v3', 'migrated.json')
	const now = { fingerprint: fingerprint('migrations') }
	if (readJson<typeof now>(stamp)?.fingerprint === now.fingerprint) return
	say('Migrating the local databases …')
	const config = join(workerFolder(state), 'wrangler.json')
	const databases = readJson<{ d1_databases: { binding: string }[] }>(config)?.d1_databases ?? []
	for (const { binding } of databases) {
		const args = ['d1', 'migrations', 'apply', binding, '--local', '--persist-to', state, '-c', config]
		await runWrangler(state, workerFolder(state), args)
	}
	writeJson(stamp, now)
}
