import type { Env } from '../env.ts'

/**
 * The traffic database of a shard. A site keeps its shard from creation on (`site.shard`), so rows never move.
 * @throws when the deployment has no such binding: a mistake in configuration, never a caller's fault.
 */
export function statsDb(env: Env, shard: number): D1Database {
	const db: unknown = Reflect.get(env, `STATS_${shard}`)
	if (!isDatabase(db)) throw new Error(`no database is bound as STATS_${shard}`)
	return db
}

const isDatabase = (value: unknown): value is D1Database =>
	typeof value === 'object' && value !== null && 'prepare' in value && 'batch' in value
