import { applyD1Migrations, reset } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { vi } from 'vitest'

// Files share a process (`isolate: false` in vitest.config.ts) and nothing else: each begins with modules that
// remember nothing, the true time, nothing stored or cached, and the local databases at the newest migration.
vi.resetModules()
vi.useRealTimers()
vi.unstubAllGlobals()
// What the file before left under way can keep a database from going: then once more.
for (let round = 1; ; round++) {
	await reset()
	const databases = [env.DB, env.STATS_0, env.STATS_EU_0]
	const tables = "SELECT count(*) AS n FROM sqlite_master WHERE name = 'd1_migrations'"
	const left = await Promise.all(databases.map((db) => db.prepare(tables).first<number>('n')))
	if (left.every((n) => n === 0)) break
	if (round === 10) throw new Error('the local databases cannot be emptied')
}
await applyD1Migrations(env.DB, env.CONTROL_MIGRATIONS)
await applyD1Migrations(env.STATS_0, env.STATS_MIGRATIONS)
await applyD1Migrations(env.STATS_EU_0, env.STATS_MIGRATIONS)
