import { and, asc, eq, inArray } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import type { ExportFile, Kept, Part, Subject } from '../model/part.ts'
import { segment, site } from '../store/schema/catalog.ts'
import { jsonOf, siteFiles } from './export.ts'
import { eraseEverywhere, type Site } from './push.ts'

/** Sites with all that is measured, and what a person saved in others' sites. */
export const part: Part = { name: 'sites', take, erase }

async function* take(env: Env, subject: Subject): AsyncGenerator<ExportFile> {
	const saved = await drizzle(env.DB, { casing: 'snake_case' })
		.select({ site: site.domain, name: segment.name, shared: segment.shared, filters: segment.filters })
		.from(segment)
		.innerJoin(site, eq(site.id, segment.siteId))
		.where(eq(segment.userId, subject.userId))
	yield { path: 'account/segments.json', content: jsonOf(saved) }
	for (const one of await sitesOf(env, subject)) {
		if (one.pushedVersion > 0 && one.erasingAt === null) yield* siteFiles(env, one, subject.userId)
	}
}

async function erase(env: Env, subject: Subject): Promise<Kept[]> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	for (const one of await sitesOf(env, subject)) {
		await db.update(site).set({ erasingAt: new Date() }).where(eq(site.id, one.id))
		await eraseEverywhere(env, one)
	}
	await db.batch([
		db.delete(segment).where(and(eq(segment.userId, subject.userId), eq(segment.shared, false))),
		// Shared ones are of the site; that they had a maker need not be remembered.
		db.update(segment).set({ userId: '' }).where(eq(segment.userId, subject.userId)),
	])
	return []
}

async function sitesOf(env: Env, { teamIds }: Subject): Promise<Site[]> {
	if (teamIds.length === 0) return []
	return await drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(site)
		.where(inArray(site.teamId, [...teamIds]))
		.orderBy(asc(site.id))
}
