import type { Env } from '../env.ts'
import { type Mac, macOf, random } from '../kit/hash.ts'
import type { Policy } from '../model/policy.ts'
import { keysOf } from '../store/shards.ts'
import type { Day } from './day.ts'

/**
 * The key of a site's day: 32 random bytes, kept as two halves whose XOR it is. Half A lies in the object's
 * storage, which can be restored to any point of the last 30 days; half B in R2, strongly consistent and
 * without history, in the site's jurisdiction. So a restored object brings back half a key, and a token can be
 * made by nobody after midnight, us included (https://developers.cloudflare.com/durable-objects/api/sqlite-storage-api/).
 */

const KEY_BYTES = 32

/** Whose key, and where its other half lies. */
type Keyed = Pick<Policy, 'site' | 'jurisdiction'>

/** Draws half A of a new day's key, as hexadecimal. */
export const newHalf = (): string => Buffer.from(random(KEY_BYTES)).toString('hex')

/**
 * The day's key. If half B cannot be read or written the key lives in memory only: the day goes on, and after
 * a restart its visitors are counted anew. Counting is never stopped by R2.
 */
export async function openKey(env: Env, site: Keyed, day: Day, halfA: string): Promise<Mac> {
	const a = Buffer.from(halfA, 'hex')
	let b: Uint8Array
	try {
		b = (await readHalf(env, site, day)) ?? (await writeHalf(env, site, day))
	} catch (error) {
		console.warn('day key: half B is out of reach', error instanceof Error ? error.message : '')
		b = random(KEY_BYTES)
	}
	return macOf(Uint8Array.from(a, (byte: number, i) => byte ^ (b[i] ?? 0)))
}

async function readHalf(env: Env, site: Keyed, day: Day): Promise<Uint8Array | null> {
	const stored = await keysOf(env, site.jurisdiction).get(halfName(site.site, day))
	return stored && new Uint8Array(await stored.arrayBuffer())
}

async function writeHalf(env: Env, site: Keyed, day: Day): Promise<Uint8Array> {
	const half = random(KEY_BYTES)
	await keysOf(env, site.jurisdiction).put(halfName(site.site, day), half)
	return half
}

/** Destroys half B. The bucket's two-day lifecycle rule stands behind it where this fails. */
export async function destroyHalf(env: Env, site: Keyed, day: Pick<Day, 'name'>): Promise<void> {
	await keysOf(env, site.jurisdiction).delete(halfName(site.site, day))
}

const halfName = (site: number, day: Pick<Day, 'name'>): string => `day-key/${site}/${day.name}`

/** What stands for a person on this site today: 96 bits of an HMAC, base64url. Never leaves the object. */
export const tokenOf = (key: Mac, person: string): string =>
	Buffer.from(key(person).subarray(0, 12)).toString('base64url')

/**
 * The number of a cookie visitor for where nothing can be deleted: it lives as long as the day's key. 53 bits, never 0.
 */
export function numberOfDay(key: Mac, token: string): number {
	const bytes = Buffer.from(key(`number ${token}`))
	return (bytes.readUInt32BE(0) & 0x1fffff) * 0x1_0000_0000 + bytes.readUInt32BE(4) || 1
}
