import { applyD1Migrations } from 'cloudflare:test'
import { env } from 'cloudflare:workers'

/** Brings the local databases to the newest migration before a test file runs. */
await applyD1Migrations(env.DB, env.CONTROL_MIGRATIONS)
await applyD1Migrations(env.STATS_0, env.STATS_MIGRATIONS)
await applyD1Migrations(env.STATS_EU_0, env.STATS_MIGRATIONS)
