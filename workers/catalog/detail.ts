import { and, asc, eq, gt, isNull, ne, or, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import type { DetailLevel } from '../model/detail.ts'
import { detailSpan } from '../store/schema/billing.ts'
import { site } from '../store/schema/catalog.ts'
import { pushSite } from './push.ts'

/** A time in which a site's hits were written with less detail. */
export interface Span {
	/** ms since the epoch; half-open, `until` null while it lasts. */
	from: number
	until: number | null
	level: number
}

/**
 * Has all of a team's sites written with so much less detail from now on; where it is so already nothing happens.
 * What changes is noted with the site's row, at once, and pushed; a push that fails is mended by `repair.ts`.
 */
export async function setDetail(env: Env, teamId: string, level: DetailLevel, now: number): Promise<void> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const rows = await db
		.select({ id: site.id })
		.from(site)
		.where(and(eq(site.teamId, teamId), isNull(site.erasingAt), ne(site.detailLevel, level)))
	const at = new Date(now)
	for (const { id } of rows) {
		const change = db
			.update(site)
			.set({ detailLevel: level, policyVersion: sql`${site.policyVersion} + 1` })
			.where(and(eq(site.id, id), isNull(site.erasingAt), ne(site.detailLevel, level)))
			.returning()
		const close = db
			.update(detailSpan)
			.set({ until: at })
			.where(and(eq(detailSpan.siteId, id), isNull(detailSpan.until), ne(detailSpan.level, level)))
		const [[row]] = await db.batch([
			change,
			close,
			db
				.insert(detailSpan)
				.select(opened(id, level, now))
				.onConflictDoUpdate({ target: [detailSpan.siteId, detailSpan.from], set: { level, until: null } }),
		])
		if (!row) continue
		try {
			await pushSite(env, row)
		} catch (error) {
			console.error('push of a site failed', id, error instanceof Error ? error.name : '')
		}
	}
}

/** A span to begin, unless one is open: two runs at the same time begin one. In order of the table's columns. */
const opened = (id: number, level: DetailLevel, now: number) =>
	sql`SELECT ${id}, ${now}, NULL, ${level} WHERE ${level} > 0 AND NOT EXISTS (SELECT 1 FROM detail_span WHERE site_id = ${id} AND until IS NULL)`

/** Teams that have a site with less detail than its owner collects. */
export async function teamsWithLess(env: Env): Promise<string[]> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const rows = await db.selectDistinct({ teamId: site.teamId }).from(site).where(gt(site.detailLevel, 0))
	return rows.map(({ teamId }) => teamId)
}

/** When a site's hits were written with less detail, within a range of instants; oldest first. */
export async function spansOf(env: Env, siteId: number, from: number, to: number): Promise<Span[]> {
	const rows = await drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(detailSpan)
		.where(
			and(
				eq(detailSpan.siteId, siteId),
				sql`${detailSpan.from} < ${to}`,
				or(isNull(detailSpan.until), gt(detailSpan.until, new Date(from))),
			),
		)
		.orderBy(asc(detailSpan.from))
	return rows.map(({ from, until, level }) => ({
		from: from.getTime(),
		until: until?.getTime() ?? null,
		level,
	}))
}
