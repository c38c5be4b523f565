import type { Env } from '../env.ts'
import type { SiteEntry } from '../model/policy.ts'

/**
 * The directory: site name or tracking id → what the door needs to reach the site's object. It lives in KV
 * (readable near every visitor) with a short memory in each isolate, so that a busy site costs no read at all.
 * A change is visible within `HIT_SECONDS` plus KV's own minute.
 */

/** How long an isolate trusts what it read, seconds. */
const HIT_SECONDS = 60
/** A name that was not there may be created any moment: its owner is watching for the first visit. */
const MISS_SECONDS = 5
/** Names remembered per isolate: strangers may send any name, memory may not follow them. */
const MAX_REMEMBERED = 5_000

interface Remembered {
	entry: SiteEntry | null
	until: number
}

/** Shared by all requests of an isolate on purpose: it holds site configuration only, nothing of a visitor. */
const remembered = new Map<string, Remembered>()

/** Finds a site by current or former name or by tracking id; null where there is none. */
export async function lookup(env: Env, name: string): Promise<SiteEntry | null> {
	const now = Date.now()
	const known = remembered.get(name)
	if (known && known.until > now) return known.entry
	const entry = isName(name) ? await env.DIRECTORY.get<SiteEntry>(key(name), 'json') : null
	if (remembered.size >= MAX_REMEMBERED) remembered.clear()
	remembered.set(name, { entry, until: now + (entry ? HIT_SECONDS : MISS_SECONDS) * 1000 })
	return entry
}

/** Writes a site's entry under each of its names (domain, former domains, tracking id). */
export async function publish(env: Env, names: string[], entry: SiteEntry): Promise<void> {
	await Promise.all(names.map((name) => env.DIRECTORY.put(key(name), JSON.stringify(entry))))
	for (const name of names) remembered.delete(name)
}

/** Removes names; beacons sent to them are dropped as `not_found` from then on. */
export async function withdraw(env: Env, names: string[]): Promise<void> {
	await Promise.all(names.map((name) => env.DIRECTORY.delete(key(name))))
	for (const name of names) remembered.delete(name)
}

const key = (name: string): string => `site:${name}`

/** KV refuses keys over 512 bytes: no site has such a name, so it need not be asked. */
const isName = (name: string): boolean => name.length > 0 && name.length <= 253
