import { callerOf } from '../account/caller.ts'
import { siteFor } from '../catalog/sites.ts'
import { takeEvent } from '../collect/event.ts'
import { type DoorContext, doorOf } from '../collect/routes.ts'
import { type Trust, tokenTrust } from '../collect/sender.ts'

/**
 * The door for callers that present something: an API key is as good as a site's ingest token for naming the
 * visitors' addresses of one's own sites. The door itself knows no accounts, so it is asked here.
 */
export const takeTrustedEvent = (c: DoorContext): Promise<Response> =>
	takeEvent(doorOf(c, eitherOf(tokenTrust(c.req.raw.headers), keyTrust(c))))

/** Trusts an API key for the sites of its owner. A wrong key is a stranger. */
function keyTrust(c: DoorContext): Trust {
	let caller: ReturnType<typeof callerOf> | undefined
	return async (entry) => {
		caller ??= callerOf(c.env, c.req.raw)
		const who = await caller
		return who?.via === 'key' && (await siteFor(c.env, who, entry.domain)) !== null
	}
}

const eitherOf =
	(first: Trust | null, second: Trust): Trust =>
	async (entry) =>
		(first !== null && (await first(entry))) || (await second(entry))
