import { and, eq, isNull, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { random, sha256Hex } from '../kit/hash.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import { formerDomain, site } from '../store/schema/catalog.ts'
import { merged } from './privacy-fields.ts'
import { eraseEverywhere, type Site } from './push.ts'
import type { SiteSettings } from './settings.ts'
import { isFormerOfOthers, NOT_FOUND, pushed, TAKEN, write } from './write.ts'

/** Distinct from API keys at first sight, so that one is never taken for the other. */
const TOKEN_PREFIX = 'jittsite_'

/**
 * Changes what is given of a site. A new domain leaves the old one working: in queries, and for trackers that
 * still send it.
 */
export async function updateSite(env: Env, old: Site, change: SiteSettings): Promise<Result<Site>> {
	if (change.trackingId && change.trackingId !== old.trackingId) {
		return fail({ kind: 'invalid', message: 'tracking_id: cannot be changed', field: 'tracking_id' })
	}
	if (change.jurisdiction && change.jurisdiction !== old.jurisdiction) {
		const message = 'jurisdiction: is fixed when a site is made: what is elsewhere cannot be moved'
		return fail({ kind: 'invalid', message, field: 'jurisdiction' })
	}
	const next = {
		domain: change.domain ?? old.domain,
		timezone: change.timezone ?? old.timezone,
		mode: change.mode ?? old.mode,
		retentionDays: change.retentionDays ?? old.retentionDays,
		privacy: change.privacy ? merged(old.privacy, change.privacy) : old.privacy,
	}
	const renamed = next.domain !== old.domain
	if (renamed && (await isFormerOfOthers(env, old.teamId, next.domain))) return fail(TAKEN)
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const update = db
		.update(site)
		.set({ ...next, policyVersion: sql`${site.policyVersion} + 1` })
		.where(and(eq(site.id, old.id), isNull(site.erasingAt)))
		.returning()
	const until = new Date()
	const rename = () =>
		db.batch([
			update,
			db.delete(formerDomain).where(eq(formerDomain.domain, next.domain)),
			db
				.insert(formerDomain)
				.values({ domain: old.domain, siteId: old.id, until })
				.onConflictDoUpdate({ target: formerDomain.domain, set: { siteId: old.id, until } }),
		])
	const written = await write(async () => (renamed ? (await rename())[0] : await update))
	if (!written.ok) return written
	const [row] = written.value
	return row ? pushed(env, row, 'The change is saved but not yet in force: try again') : fail(NOT_FOUND)
}

/**
 * Gives the site a new ingest token and shows it this once, or takes it away. Servers that present it with
 * their events may name the visitor's address.
 */
export async function setIngestToken(env: Env, old: Site, wanted: boolean): Promise<Result<string | null>> {
	const token = wanted ? TOKEN_PREFIX + Buffer.from(random(32)).toString('base64url') : null
	const [row] = await drizzle(env.DB, { casing: 'snake_case' })
		.update(site)
		.set({
			ingestTokenHash: token === null ? null : sha256Hex(token),
			policyVersion: sql`${site.policyVersion} + 1`,
		})
		.where(and(eq(site.id, old.id), isNull(site.erasingAt)))
		.returning()
	if (!row) return fail(NOT_FOUND)
	const done = await pushed(env, row, 'The token could not be put in force: try again')
	return done.ok ? ok(token) : done
}

/**
 * Erases a site with all its traffic. It is gone for everybody at once; `erased` says whether nothing of it is
 * left already, or whether its erasure broke off and goes on in the background (`repair.ts`).
 */
export async function deleteSite(env: Env, old: Site): Promise<{ erased: boolean }> {
	const [row] = await drizzle(env.DB, { casing: 'snake_case' })
		.update(site)
		.set({ erasingAt: new Date() })
		.where(eq(site.id, old.id))
		.returning()
	if (!row) return { erased: true }
	try {
		await eraseEverywhere(env, row)
		return { erased: true }
	} catch (error) {
		console.error('erasure of a site broke off', row.id, error instanceof Error ? error.name : '')
		return { erased: false }
	}
}
