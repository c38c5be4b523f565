import type { ExportFile } from '../model/part.ts'
import { eventFrom } from '../store/commit.ts'

/** Raw rows of a site as NDJSON, page by page: never more than a page of them is in memory. */

/** Where a site's rows lie. */
export interface Source {
	db: D1Database
	site: number
}

const PAGE = 1_000
/** Rows of a month from which on it is cut into days, so that no file takes too long to make. */
const MANY = 100_000

type Row = Record<string, unknown>

const TABLES = {
	events: { time: 'time', line: eventLine },
	visits: { time: 'started_at', line: visitLine },
} as const
type Table = keyof typeof TABLES

export const eventFiles = (folder: string, source: Source) => filesOf('events', folder, source)
export const visitFiles = (folder: string, source: Source) => filesOf('visits', folder, source)

/** `events/2026-11.ndjson`, or `events/2026-11-28.ndjson` where a month (UTC) has many rows; only those that have any. */
async function* filesOf(table: Table, folder: string, source: Source): AsyncGenerator<ExportFile> {
	const { time } = TABLES[table]
	const file = (name: string, from: number, to: number): ExportFile => ({
		path: `${folder}/${table}/${name}.ndjson`,
		content: streamed(linesOf(table, source, from, to)),
	})
	const next = `SELECT min(${time}) AS at FROM ${table} WHERE site = ?1 AND ${time} >= ?2`
	for (let from = 0; ; ) {
		const at = await source.db.prepare(next).bind(source.site, from).first<number>('at')
		if (at === null) return
		const month = new Date(at).toISOString().slice(0, 7)
		const to = monthAfter(at)
		if (await hasMany(table, source, at, to)) {
			for (let day = startOfDay(at); day < to; day = startOfDay(day + 36 * 3_600_000)) {
				yield file(new Date(day).toISOString().slice(0, 10), day, startOfDay(day + 36 * 3_600_000))
			}
		} else yield file(month, at, to)
		from = to
	}
}

const startOfDay = (at: number): number => Date.parse(new Date(at).toISOString().slice(0, 10))
const monthAfter = (at: number): number =>
	Date.UTC(new Date(at).getUTCFullYear(), new Date(at).getUTCMonth() + 1)

async function hasMany(table: Table, { db, site }: Source, from: number, to: number): Promise<boolean> {
	const { time } = TABLES[table]
	const text = `SELECT 1 AS found FROM ${table} WHERE site = ?1 AND ${time} >= ?2 AND ${time} < ?3 LIMIT 1 OFFSET ${MANY}`
	return (await db.prepare(text).bind(site, from, to).first()) !== null
}

async function* linesOf(
	table: Table,
	{ db, site }: Source,
	from: number,
	to: number,
): AsyncGenerator<string> {
	const { time, line } = TABLES[table]
	const page = db.prepare(
		`SELECT * FROM ${table} WHERE site = ?1 AND (${time}, id) > (?2, ?3) AND ${time} < ?4 ORDER BY ${time}, id LIMIT ${PAGE}`,
	)
	for (let after = { at: from - 1, id: Number.MAX_SAFE_INTEGER }; ; ) {
		const { results } = await page.bind(site, after.at, after.id, to).all<Row>()
		if (results.length > 0) yield results.map((row) => `${JSON.stringify(line(row))}\n`).join('')
		const last = results.at(-1)
		if (!last || results.length < PAGE) return
		after = { at: Number(last[time]), id: Number(last.id) }
	}
}

/** What is held back from the statistics, with the reasons. */
export const heldFile = (folder: string, source: Source): ExportFile => ({
	path: `${folder}/held.ndjson`,
	content: streamed(heldLines(source)),
})

async function* heldLines({ db, site }: Source): AsyncGenerator<string> {
	const page = db.prepare(
		`SELECT time, id, reasons, event FROM quarantine WHERE site = ?1 AND (time, id) > (?2, ?3) ORDER BY time, id LIMIT ${PAGE}`,
	)
	for (let after = { time: -1, id: 0 }; ; ) {
		const { results } = await page
			.bind(site, after.time, after.id)
			.all<{ time: number; id: number; reasons: string; event: string }>()
		yield results
			.map(({ reasons, event }) => {
				const cells = Object.entries(eventFrom(JSON.parse(event) as unknown[]))
				const row = Object.fromEntries(cells.map(([name, value]) => [snakeOf(name), value]))
				return `${JSON.stringify({ held_for: reasons.split(','), ...eventLine(row) })}\n`
			})
			.join('')
		const last = results.at(-1)
		if (!last || results.length < PAGE) return
		after = last
	}
}

const snakeOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** An event by the names that an import takes (`transfer/record.ts`), with all else that the row says. */
function eventLine(row: Row): Row {
	const { time, visitor, page, engaged_ms, interactive, stable, props, ...rest } = row
	const { revenue_amount: amount, revenue_currency: currency, ...others } = rest
	return present({
		timestamp: new Date(Number(time)).toISOString(),
		visitor_id: visitor,
		name: row.name,
		pathname: page,
		engagement_time: engaged_ms,
		interactive: interactive === 1,
		stable: stable === 1,
		...others,
		visit_started_at: new Date(Number(row.visit_started_at)).toISOString(),
		props: typeof props === 'string' ? (JSON.parse(props) as unknown) : null,
		revenue: amount === null || amount === undefined ? null : { amount, currency },
	})
}

function visitLine({ started_at, last_at, bounce, stable, visitor, ...rest }: Row): Row {
	return present({
		started_at: new Date(Number(started_at)).toISOString(),
		last_at: new Date(Number(last_at)).toISOString(),
		visitor_id: visitor,
		bounce: bounce === 1,
		stable: stable === 1,
		...rest,
	})
}

/** Without what says nothing, and without our number of the site. */
const present = ({ site, ...row }: Row): Row =>
	Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== ''))

/** Texts as bytes; the first is asked for when the first byte is. */
export function streamed(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
	const utf8 = new TextEncoder()
	return new ReadableStream(
		{
			async pull(controller) {
				const { done, value } = await texts.next()
				if (done) controller.close()
				else controller.enqueue(utf8.encode(value))
			},
			async cancel() {
				await texts.return(undefined)
			},
		},
		{ highWaterMark: 0 },
	)
}
