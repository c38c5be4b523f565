import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import type { PrivacyChoices, SiteEntry } from '../model/policy.ts'
import { configure, eraseSite } from '../site/client.ts'
import { publish, withdraw } from '../store/directory.ts'
import { policyOf, type SiteRow } from '../store/policy.ts'
import { apiKey, guest } from '../store/schema/account.ts'
import { detailSpan } from '../store/schema/billing.ts'
import {
	customProperty,
	formerDomain,
	goal,
	policyHistory,
	savedFunnel,
	segment,
	site,
} from '../store/schema/catalog.ts'
import { accessLog, invitation, supportGrant } from '../store/schema/teams.ts'
import { spellingsOf } from './domain.ts'

export type Site = SiteRow

/** A push that was overtaken is tried again with the newer row; more often than this somebody else is at it. */
const MAX_ROUNDS = 3

/**
 * Tells the site object and the directory what the row says, then notes that they know. Repeating it changes
 * nothing. If a newer version was written meanwhile, that one is pushed too: the last word is always the row's.
 * @returns the row that was pushed at last, or null where it is gone.
 * @throws when the object or the directory does not take it; the row stays marked as ahead of them.
 */
export async function pushSite(env: Env, row: Site): Promise<Site | null> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	let current: Site | undefined = row
	for (let round = 0; current && round < MAX_ROUNDS; round++) {
		await noted(db, current)
		await configure(env, policyOf(current))
		// While its deletion can be taken back, nothing arrives.
		if (current.goneAt) await withdraw(env, await namesOf(env, current))
		else await publish(env, await namesOf(env, current), entryOf(current))
		const [done] = await db
			.update(site)
			.set({ pushedVersion: current.policyVersion })
			.where(and(eq(site.id, current.id), eq(site.policyVersion, current.policyVersion)))
			.returning()
		if (done) return done
		;[current] = await db.select().from(site).where(eq(site.id, row.id))
	}
	if (current) throw new Error('the site changes faster than it can be pushed')
	return null
}

/** Notes a policy that is about to be in force. */
async function noted(db: ReturnType<typeof drizzle>, row: Site): Promise<void> {
	const { id, policyVersion, mode, retentionDays, privacy } = row
	await db
		.insert(policyHistory)
		.values({ siteId: id, version: policyVersion, at: new Date(), mode, retentionDays, privacy })
		.onConflictDoNothing()
}

/**
 * Erases a site everywhere: first its names, so that nothing new arrives, then its traffic, at last its rows.
 * Each step can be repeated, so an erasure that broke off is finished by calling this again.
 */
export async function eraseEverywhere(env: Env, row: Site): Promise<void> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	await withdraw(env, await namesOf(env, row))
	await eraseSite(env, { site: row.id, jurisdiction: row.jurisdiction })
	await db.batch([
		db.delete(goal).where(eq(goal.siteId, row.id)),
		db.delete(segment).where(eq(segment.siteId, row.id)),
		db.delete(savedFunnel).where(eq(savedFunnel.siteId, row.id)),
		db.delete(customProperty).where(eq(customProperty.siteId, row.id)),
		db.delete(formerDomain).where(eq(formerDomain.siteId, row.id)),
		db.delete(policyHistory).where(eq(policyHistory.siteId, row.id)),
		db.delete(detailSpan).where(eq(detailSpan.siteId, row.id)),
		// Who could see this site alone, and keys that open nothing else.
		db.delete(guest).where(eq(guest.siteId, row.id)),
		db.delete(invitation).where(eq(invitation.siteId, row.id)),
		db.delete(supportGrant).where(eq(supportGrant.siteId, row.id)),
		db.delete(apiKey).where(eq(apiKey.siteId, row.id)),
		db.delete(accessLog).where(and(eq(accessLog.teamId, row.teamId), eq(accessLog.siteId, row.id))),
		db.delete(site).where(eq(site.id, row.id)),
	])
}

/** Every name under which beacons find the site: its domain, former domains, tracking id. */
async function namesOf(env: Env, row: Site): Promise<string[]> {
	const former = await drizzle(env.DB, { casing: 'snake_case' })
		.select({ domain: formerDomain.domain })
		.from(formerDomain)
		.where(eq(formerDomain.siteId, row.id))
	const domains = [row.domain, ...former.map((one) => one.domain)]
	return [...new Set([...domains.flatMap(spellingsOf), row.trackingId])]
}

const entryOf = (row: Site): SiteEntry => ({
	site: row.id,
	domain: row.domain,
	jurisdiction: row.jurisdiction,
	tokenHash: row.ingestTokenHash,
	screened: looksAtSenders(row.privacy),
})

const looksAtSenders = ({ screen }: PrivacyChoices): boolean =>
	(screen?.addresses?.length ?? 0) + (screen?.agents?.length ?? 0) > 0
