import type { Rule } from '../model/reach.ts'
import { TOTAL } from './rolled.ts'

/** What a deletion would take: of rollups the days, of the rest the rows. */
export interface Preview {
	goes: number
	/** There are more than were counted. */
	more: boolean
	/** Of what would be left, ms since the epoch; null where nothing would be. */
	oldestLeft: number | null
}

/** A busy site has hundreds of millions of rows: whoever is told of a million has been told enough. */
const MOST_COUNTED = 1_000_000

const WHERE: Record<Rule, { from: string; at: string }> = {
	events: { from: 'events WHERE site = ?1', at: 'time' },
	visits: { from: 'visits WHERE site = ?1', at: 'started_at' },
	// A day has one total.
	rollups: { from: `rollup_days WHERE site = ?1 AND dimension = ${TOTAL}`, at: 'day' },
}

/**
 * Counts what a site would lose if each rule kept nothing from before an instant (ms since the epoch).
 * @throws whatever D1 throws.
 */
export async function previewOf(
	db: D1Database,
	site: number,
	before: Record<Rule, number>,
): Promise<Record<Rule, Preview>> {
	const rules = Object.keys(WHERE) as Rule[]
	const results = await db.batch<{ goes: number; left: number | null }>(
		rules.map((rule) => {
			const { from, at } = WHERE[rule]
			const goes = `SELECT count(*) FROM (SELECT 1 FROM ${from} AND ${at} < ?2 LIMIT ${MOST_COUNTED + 1})`
			const left = `SELECT min(${at}) FROM ${from} AND ${at} >= ?2`
			return db.prepare(`SELECT (${goes}) AS goes, (${left}) AS "left"`).bind(site, before[rule])
		}),
	)
	const previews = rules.map((rule, i): [Rule, Preview] => {
		const { goes = 0, left = null } = results[i]?.results[0] ?? {}
		const more = goes > MOST_COUNTED
		return [rule, { goes: Math.min(goes, MOST_COUNTED), more, oldestLeft: left }]
	})
	return Object.fromEntries(previews) as Record<Rule, Preview>
}
