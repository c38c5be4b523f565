import { ok, type Result } from '../kit/result.ts'
import { parsePublic } from './suppress-question.ts'
import { cutOf, type PublicSite, releasesOf } from './suppress-read.ts'
import { type PublicRow, rowsOf } from './suppress-rows.ts'

/** An answer in the shape of the Stats API v2. */
export interface PublicResult {
	results: PublicRow[]
	meta: {
		/** Rows of this answer that are folded or withheld, and under how many visitors that is done. */
		suppressed: { threshold: number; rows: number }
		/** What the sums are made of: whole days or months, each told for itself, with the visitors of each. */
		units: { days: number; months: number }
		/** Counts come in steps of 5, and of 10 from 100 on. */
		rounded: true
		total_rows: number
	}
	query: Record<string, unknown>
}

/**
 * Answers a question of anybody: the one way by which statistics leave an account. Why it is safe: `suppress.ts`.
 * Never throws for what a caller sends.
 */
export async function answerPublicly(
	db: D1Database,
	site: PublicSite,
	body: unknown,
	now: number,
): Promise<Result<PublicResult>> {
	const parsed = parsePublic(body)
	if (!parsed.ok) return parsed
	const question = parsed.value
	const cut = await cutOf(db, site, question, now)
	if (!cut.ok) return cut
	const { units, from, to } = cut.value
	const releases = await releasesOf(db, site, question.dimension, units, now)
	if (!releases.ok) return releases
	const rows = rowsOf(question, units, releases.value)
	const { limit, offset } = question.pagination
	const results = rows.slice(offset, offset + limit)
	return ok({
		results,
		meta: {
			suppressed: {
				threshold: site.threshold,
				rows: results.filter(({ other, suppressed }) => other || suppressed).length,
			},
			units: {
				days: units.filter(({ kind }) => kind === 'day').length,
				months: units.filter(({ kind }) => kind === 'month').length,
			},
			rounded: true,
			total_rows: rows.length,
		},
		query: {
			site_id: site.domain,
			...question.sent,
			date_range: from && to ? [from, to] : question.sent.date_range,
			pagination: question.pagination,
		},
	})
}
