import { may } from '../account/access.ts'
import { callerOf } from '../account/caller.ts'
import { siteFor } from '../catalog/sites.ts'
import { type DoorContext, ingestTrust } from '../collect/routes.ts'
import type { Trust } from '../collect/sender.ts'

/**
 * Whom the door trusts to name the visitors' addresses: a site's ingest token, and an API key for its owner's
 * own sites. The door itself knows no accounts, so it is told here. Null for callers that present nothing.
 */
export function callerTrust(c: DoorContext): Trust | null {
	if (!c.req.raw.headers.has('authorization')) return null
	return eitherOf(ingestTrust(c), keyTrust(c))
}

/** Trusts an API key for the sites of its owner. A wrong key is a stranger. */
function keyTrust(c: DoorContext): Trust {
	let caller: ReturnType<typeof callerOf> | undefined
	return async (entry) => {
		caller ??= callerOf(c.env, c.req.raw)
		const who = await caller
		if (who?.via !== 'key' || who.scopes?.includes('events:write') !== true) return false
		const site = await siteFor(c.env, who, entry.domain)
		return site !== null && !site.lacksTwoFactor && may(site.role, 'site.change')
	}
}

const eitherOf =
	(first: Trust | null, second: Trust): Trust =>
	async (entry) =>
		(first !== null && (await first(entry))) || (await second(entry))
