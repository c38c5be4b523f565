import { applyD1Migrations, reset } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { vi } from 'vitest'

// Files share a process (`isolate: false` in vitest.config.ts) and nothing else: each begins with modules that
// remember nothing, the true time, nothing stored or cached, and the local databases at the newest migration.
vi.resetModules()
vi.useRealTimers()
vi.unstubAllGlobals()
await reset()
await applyD1Migrations(env.DB, env.CONTROL_MIGRATIONS)
await applyD1Migrations(env.STATS_0, env.STATS_MIGRATIONS)
await applyD1Migrations(env.STATS_EU_0, env.STATS_MIGRATIONS)
