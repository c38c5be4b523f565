import type { Event } from '../model/event.ts'
import type { Collect } from '../model/policy.ts'
import type { Visit } from '../model/visit.ts'
import { before, type Place, readEvents, readVisits } from '../store/prune.ts'
import { reduceEvent, reduceVisit } from './prune-rows.ts'

/** What a rule would change of the rows that there are. Reads and changes nothing. */
export interface PrunePreview {
	events: { read: number; changed: number }
	visits: { read: number; changed: number }
	/** Different ones, as they were first met. */
	examples: PruneExample[]
	/** Where to go on, ms since the epoch; null at the end. */
	next: number | null
}

export interface PruneExample {
	field: string
	before: string | number | null
	after: string | number | null
}

/** Of one answer: about a second of D1. */
const MOST_ROWS = 10_000
const ROWS_AT_ONCE = 1_000
const MOST_EXAMPLES = 20

/**
 * Goes through a site's rows from an instant on (ms since the epoch), up to so many events.
 * @throws whatever D1 throws.
 */
export async function previewPrune(
	db: D1Database,
	site: number,
	collect: Collect,
	from: number,
): Promise<PrunePreview> {
	const examples = new Map<string, PruneExample>()
	const events = { read: 0, changed: 0 }
	let next: number | null = null
	for (let after = before(from); ; ) {
		const rows = await readEvents(db, { site, after, end: Number.MAX_SAFE_INTEGER }, ROWS_AT_ONCE)
		count(rows, (row) => reduceEvent(row, collect), EVENT_FIELDS, events, examples)
		const last = rows.at(-1)
		if (!last || rows.length < ROWS_AT_ONCE) break
		after = { time: last.time, id: last.id }
		if (events.read >= MOST_ROWS) {
			// Rows of one instant are never parted: the rest of it is read now.
			next = last.time + 1
			const rest = await readEvents(db, { site, after, end: next }, MOST_ROWS)
			count(rest, (row) => reduceEvent(row, collect), EVENT_FIELDS, events, examples)
			break
		}
	}
	const visits = { read: 0, changed: 0 }
	for (let after: Place | null = before(from); after; ) {
		const stretch = { site, after, end: next ?? Number.MAX_SAFE_INTEGER }
		const rows = await readVisits(db, stretch, ROWS_AT_ONCE)
		count(rows, (row) => reduceVisit(row, collect), VISIT_FIELDS, visits, examples)
		const last = rows.at(-1)
		after = last && rows.length === ROWS_AT_ONCE ? { time: last.startedAt, id: last.id } : null
	}
	return { events, visits, examples: [...examples.values()], next }
}

const VITALS = ['lcp', 'inp', 'cls', 'fcp', 'ttfb'] as const
const FACTS = [
	...(['source', 'referrer', 'utmSource', 'utmMedium', 'utmCampaign', 'utmContent', 'utmTerm'] as const),
	...(['country', 'region', 'city', 'browserVersion', 'osVersion', 'language', 'screenClass'] as const),
] as const
const EVENT_FIELDS = ['page', 'entryPage', 'title', 'props', ...VITALS, ...FACTS] as const
const VISIT_FIELDS = ['entryPage', 'exitPage', 'rule', ...FACTS] as const

function count<K extends (keyof Event | keyof Visit) & string, R extends Record<K, string | number | null>>(
	rows: readonly R[],
	reduced: (row: R) => R,
	fields: readonly K[],
	counts: { read: number; changed: number },
	examples: Map<string, PruneExample>,
): void {
	for (const row of rows) {
		counts.read++
		const less = reduced(row)
		if (less === row) continue
		counts.changed++
		if (examples.size >= MOST_EXAMPLES) continue
		for (const field of fields) {
			if (row[field] === less[field] || examples.size >= MOST_EXAMPLES) continue
			const example = { field, before: row[field], after: less[field] }
			examples.set(JSON.stringify(example), example)
		}
	}
}
