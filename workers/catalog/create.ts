import { eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { type AppError, fail, type Result } from '../kit/result.ts'
import { type Jurisdiction, RETENTION_DAYS } from '../model/policy.ts'
import { formerDomain, site } from '../store/schema/catalog.ts'
import { shardFor } from '../store/shards.ts'
import { countOn, lastNumber } from './numbers.ts'
import type { Site } from './push.ts'
import type { SiteSettings } from './settings.ts'
import { isFormerOfOthers, pushed, TAKEN, write } from './write.ts'

/**
 * Registers a site of a team. The row is written first and stays unborn, seen by nobody, until its object and the
 * directory know it; an unborn row gives way to the next attempt at the same domain, so a failure in between
 * leaves neither half a site nor a blocked name.
 */
export async function createSite(env: Env, teamId: string, settings: SiteSettings): Promise<Result<Site>> {
	const { domain, trackingId } = settings
	if (!domain) return fail({ kind: 'invalid', message: 'domain: is required', field: 'domain' })
	if (await isFormerOfOthers(env, teamId, domain)) return fail(TAKEN)
	const jurisdiction = settings.jurisdiction ?? null
	const shard = shardFor(env, jurisdiction)
	// Never silently elsewhere.
	if (shard === null) return fail(noPlace(jurisdiction))
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const values = {
		teamId,
		timezone: settings.timezone ?? 'Etc/UTC',
		mode: settings.mode ?? ('lightweight' as const),
		retentionDays: settings.retentionDays ?? RETENTION_DAYS.default,
		privacy: settings.privacy ?? {},
		...(trackingId ? { trackingId } : {}),
		createdAt: new Date(),
		shard,
		jurisdiction,
	}
	const written = await write(() =>
		db.batch([
			// The team's own site may have had this name: the new one takes it over.
			db.delete(formerDomain).where(eq(formerDomain.domain, domain)),
			countOn(db, 'site'),
			db
				.insert(site)
				.values({
					trackingId: crypto.randomUUID(),
					...values,
					id: lastNumber('site'),
					domain,
					policyVersion: 1,
					pushedVersion: 0,
				})
				.onConflictDoUpdate({
					target: site.domain,
					set: { ...values, policyVersion: sql`${site.policyVersion} + 1` },
					setWhere: sql`${site.pushedVersion} = 0 and ${site.erasingAt} is null`,
				})
				.returning(),
		]),
	)
	if (!written.ok) return written
	const [row] = written.value[2]
	if (!row) return fail(TAKEN)
	const born = await pushed(env, row, 'The site could not be set up: try again')
	// Two may try for the same name in the same moment; the later write has it.
	return born.ok && born.value.teamId !== teamId ? fail(TAKEN) : born
}

const noPlace = (jurisdiction: Jurisdiction | null): AppError => ({
	kind: 'invalid',
	message: `jurisdiction: this deployment keeps nothing in ${jurisdiction}: it has no database and no bucket there`,
	field: 'jurisdiction',
})
