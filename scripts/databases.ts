import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { readToml } from './config.ts'
import { root } from './state.ts'

/** D1 as it answers a program on this machine. */
export type Local = Awaited<ReturnType<Miniflare['getD1Database']>>

/** The databases of a local instance, without the instance: for backups and restores. */
export interface Databases {
	/** By binding, and `DB` in any case. */
	env: { DB: Local } & Record<string, Local>
	stop(): Promise<void>
}

interface Declared {
	binding: string
	database_id: string
	migrations_dir: string
}

/** Opens the databases of a state folder as wrangler keeps them; in memory where none is given. */
export async function openDatabases(state: string | null): Promise<Databases> {
	const declared = readToml('wrangler.toml').d1_databases as unknown as Declared[]
	const miniflare = new Miniflare(
		convertV4MiniflareOptions({
			...{ modules: true, script: 'export default {}', cf: false },
			d1Databases: Object.fromEntries(declared.map((one) => [one.binding, one.database_id])),
			...(state === null ? {} : { resourcePersistencePath: join(state, 'v3') }),
		}),
	)
	const env: Record<string, Local> = {}
	for (const { binding } of declared) env[binding] = await miniflare.getD1Database(binding)
	return { env: env as Databases['env'], stop: () => miniflare.dispose() }
}

/** Applies all migrations to databases that have none. */
export async function migrateDatabases(env: Databases['env']): Promise<void> {
	const declared = readToml('wrangler.toml').d1_databases as unknown as Declared[]
	for (const { binding, migrations_dir: folder } of declared) {
		const db = env[binding]
		if (!db) continue
		for (const file of globSync('*.sql', { cwd: join(root, folder) }).sort()) {
			const statements = readFileSync(join(root, folder, file), 'utf8').split('--> statement-breakpoint')
			await db.batch(statements.filter((one) => /\w/.test(one)).map((one) => db.prepare(one)))
		}
	}
}
