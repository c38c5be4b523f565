import type { Env } from '../env.ts'
import type { Jurisdiction } from '../model/policy.ts'

/**
 * Where a site's traffic lies. A shard's number says its jurisdiction as well, so that nobody who has a site's
 * row can look for it in the wrong place: 0 … 999 are `STATS_n`, from 1000 on those of a jurisdiction.
 */
const FIRST: Readonly<Record<Jurisdiction, number>> = { eu: 1000, us: 2000 }
const SPAN = 1000

const JURISDICTIONS = Object.keys(FIRST) as Jurisdiction[]

/**
 * The traffic database of a shard. A site keeps its shard from creation on (`site.shard`), so rows never move.
 * @throws when the deployment has no such binding: a mistake in configuration, never a caller's fault.
 */
export function statsDb(env: Env, shard: number): D1Database {
	const name = databaseName(shard)
	const db: unknown = Reflect.get(env, name)
	if (!isDatabase(db)) throw new Error(`no database is bound as ${name}`)
	return db
}

/**
 * The bucket that holds the halves of the day keys of a jurisdiction's sites.
 * @throws when the deployment has none: another would be elsewhere.
 */
export function keysOf(env: Env, jurisdiction: Jurisdiction | null): R2Bucket {
	if (jurisdiction === null) return env.KEYS
	const name = bucketName(jurisdiction)
	const bucket: unknown = Reflect.get(env, name)
	if (!isBucket(bucket)) throw new Error(`no bucket is bound as ${name}`)
	return bucket
}

/** The shard of a new site; null where the deployment holds nothing in that jurisdiction. */
export function shardFor(env: Env, jurisdiction: Jurisdiction | null): number | null {
	if (jurisdiction === null) return 0
	const shard = FIRST[jurisdiction]
	const there =
		isDatabase(Reflect.get(env, databaseName(shard))) && isBucket(Reflect.get(env, bucketName(jurisdiction)))
	return there ? shard : null
}

/** `STATS_0`, `STATS_EU_0`, … */
function databaseName(shard: number): string {
	const pinned = JURISDICTIONS.find((name) => shard >= FIRST[name] && shard < FIRST[name] + SPAN)
	return pinned ? `STATS_${pinned.toUpperCase()}_${shard - FIRST[pinned]}` : `STATS_${shard}`
}

const bucketName = (jurisdiction: Jurisdiction): string => `KEYS_${jurisdiction.toUpperCase()}`

const isDatabase = (value: unknown): value is D1Database =>
	typeof value === 'object' && value !== null && 'prepare' in value && 'batch' in value

const isBucket = (value: unknown): value is R2Bucket =>
	typeof value === 'object' && value !== null && 'put' in value && 'head' in value
