import { stringify } from 'csv-stringify/sync'
import { Temporal } from 'temporal-polyfill'
import type { ExportFile } from '../model/part.ts'
import { linksAfter } from '../store/receipts.ts'
import { CODES, ROLLED, TOTAL } from '../store/rolled.ts'
import { type Source, streamed } from './export-rows.ts'

/** Sums of a site's days as CSV, and what it can show of its retention. */

const PAGE = 1_000
const HALF_A_DAY = 12 * 3_600_000

const COLUMNS = {
	date: 'date',
	value: 'value',
	visitors: 'visitors',
	visits: 'visits',
	bounced: 'bounces',
	seconds: 'visit_seconds',
	views: 'visit_pageviews',
	pageviews: 'pageviews',
	events: 'events',
	depth: 'scroll_depth_sum',
	depths: 'scroll_depth_visits',
	engaged: 'engaged_ms',
	readers: 'engaged_visits',
} as const
type Sums = Record<keyof typeof COLUMNS, string | number> & { day: number; rest: number }

/** `daily/total.csv`, `daily/page.csv`, … of the dimensions that have sums: a row a day and value. */
export async function* dailyFiles(
	folder: string,
	source: Source,
	timezone: string,
): AsyncGenerator<ExportFile> {
	const any = source.db.prepare('SELECT 1 FROM rollup_days WHERE site = ?1 AND dimension = ?2 LIMIT 1')
	const there = await source.db.batch(CODES.map((code) => any.bind(source.site, code)))
	for (const code of CODES.filter((_, i) => (there[i]?.results.length ?? 0) > 0)) {
		const name = code === TOTAL ? 'total' : (ROLLED[code - 1]?.column ?? code)
		yield { path: `${folder}/daily/${name}.csv`, content: streamed(sumsOf(source, code, timezone)) }
	}
}

async function* sumsOf({ db, site }: Source, code: number, timezone: string): AsyncGenerator<string> {
	const page = db.prepare(
		`SELECT * FROM rollup_days WHERE site = ?1 AND dimension = ?2 AND (day, value, rest) > (?3, ?4, ?5) ORDER BY day, value, rest LIMIT ${PAGE}`,
	)
	yield stringify([Object.values(COLUMNS)])
	for (let after: Pick<Sums, 'day' | 'value' | 'rest'> = { day: -1, value: '', rest: 0 }; ; ) {
		const { results } = await page.bind(site, code, after.day, after.value, after.rest).all<Sums>()
		yield stringify(
			results.map((row) => ({
				...row,
				date: dateOf(row.day, timezone),
				value: row.rest === 1 ? '(other)' : row.value,
			})),
			// What a spreadsheet would take for a formula is told apart from one by a quote before it.
			{ columns: Object.keys(COLUMNS), escape_formulas: true },
		)
		const last = results.at(-1)
		if (!last || results.length < PAGE) return
		after = last
	}
}

/** The date of a day that begins at an instant; at its middle it is the same in the zones of before and now. */
const dateOf = (day: number, timezone: string): string =>
	Temporal.Instant.fromEpochMilliseconds(day + HALF_A_DAY)
		.toZonedDateTimeISO(timezone)
		.toPlainDate()
		.toString()

/** How many beacons were refused, by day and reason. */
export const honouredFile = (folder: string, { db, site }: Source): ExportFile => {
	async function* rows(): AsyncGenerator<string> {
		const text = 'SELECT day, reason, count FROM refusals WHERE site = ?1 ORDER BY day, reason'
		const { results } = await db.prepare(text).bind(site).all()
		yield stringify(results, { header: true, columns: ['day', 'reason', 'count'] })
	}
	return { path: `${folder}/refused.csv`, content: streamed(rows()) }
}

/** The receipts of what retention deleted. */
export const receiptsFile = (folder: string, { db, site }: Source): ExportFile => {
	async function* lines(): AsyncGenerator<string> {
		for (let after = 0; ; ) {
			const links = await linksAfter(db, site, after, PAGE)
			yield links.map((one) => `${JSON.stringify(one)}\n`).join('')
			const last = links.at(-1)
			if (!last || links.length < PAGE) return
			after = last.seq
		}
	}
	return { path: `${folder}/receipts.ndjson`, content: streamed(lines()) }
}
