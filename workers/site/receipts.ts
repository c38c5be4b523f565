import type { Policy } from '../model/policy.ts'
import { type Reach, type Rule, WHOLE } from '../model/reach.ts'
import { GENESIS, type Head, type Sealed, sealed } from '../model/receipt.ts'
import { countedRows, isoOf, lastLink, type Open, seal } from '../store/receipts.ts'
import type { Tables } from './tables.ts'

/**
 * What the object remembers of retention: how far back rows reach, the head of the chain of receipts, and the
 * deletion that is under way. A deletion is noted here before its first row goes, its rows are counted in the same
 * batch that deletes them, and its receipt is noted here, whole, before it is written: so wherever D1 or the
 * object fails between two steps, the next alarm goes on with the very step that failed, and there is one receipt
 * for each deletion, with all its rows.
 */
export interface Remembered {
	reach: Reach
	head: Head | null
	/** A deletion that has begun and is not yet completed. */
	open: Open | null
	/** The receipt of a completed one, on its way to D1. */
	sealing: Sealed | null
	/** Start of the day of the oldest row, by rule, when it was last looked for, ms since the epoch; null = none. */
	oldest: Record<Rule, number | null>
	/** When all rules were last found kept or made so, ms since the epoch; null = never yet. */
	checkedAt: number | null
	/** Since when some row is older than its rule and a day of grace allow, ms since the epoch; null = none is. */
	missedSince: number | null
	missed: Rule[]
	/** When the rules were last changed, ms since the epoch. */
	newRulesAt: number
}

const NOTHING: Remembered = {
	reach: WHOLE,
	head: null,
	open: null,
	sealing: null,
	oldest: { events: null, visits: null, rollups: null },
	checkedAt: null,
	missedSince: null,
	missed: [],
	newRulesAt: 0,
}

/** Where it is remembered. */
export type Notes = Pick<Tables, 'get' | 'set'>

const KEY = 'retention'

export const remembered = (notes: Pick<Notes, 'get'>): Remembered => notes.get<Remembered>(KEY) ?? NOTHING

/** Changes some of it; a written row. */
export function remember(notes: Notes, change: Partial<Remembered>): Remembered {
	const next = { ...remembered(notes), ...change }
	notes.set(KEY, next)
	return next
}

/** How far back a site's rows reach. */
export const reachOf = (notes: Pick<Notes, 'get'>): Reach => remembered(notes).reach

/**
 * Notes a deletion before it begins. Its place in the chain is after the last link that the database has too: an
 * object that was set back in time would else write into places that are taken.
 * @throws when D1 fails.
 */
export async function beginDeletion(
	db: D1Database,
	notes: Notes,
	policy: Policy,
	{ rule, from, to }: Pick<Open, 'rule' | 'from' | 'to'>,
): Promise<Open> {
	const { head, reach } = remembered(notes)
	const last = await lastLink(db, policy.site)
	if ((last?.seq ?? 0) !== (head?.seq ?? 0) || last?.hash !== head?.hash) {
		console.error(
			`site ${policy.site}: the receipts of deletions end with ${last?.seq ?? 0}, and ${head?.seq ?? 0} are known`,
		)
	}
	const next = last && last.seq > (head?.seq ?? 0) ? last : head
	const open = { site: policy.site, seq: (next?.seq ?? 0) + 1, rule, from, to, policyVersion: policy.version }
	// From here on the days before `to` are no longer whole.
	remember(notes, { head: next, open, reach: { ...reach, [rule]: Math.max(reach[rule], to) } })
	return open
}

/**
 * Completes a deletion: its receipt is made, noted, and written. One that found nothing has none.
 * @throws when D1 fails: `finishSealing` goes on.
 */
export async function completeDeletion(
	db: D1Database,
	notes: Notes,
	open: Open,
	oldest: number | null,
	now: number,
): Promise<void> {
	const rows = await countedRows(db, open.site, open.seq)
	const { head } = remembered(notes)
	const receipt = {
		site: open.site,
		seq: open.seq,
		rule: open.rule,
		from: isoOf(open.from),
		to: isoOf(open.to),
		rows,
		oldest: oldest === null ? null : isoOf(oldest),
		at: isoOf(now),
		policy_version: open.policyVersion,
		previous: head?.hash ?? GENESIS,
	}
	remember(notes, { open: null, sealing: rows > 0 ? sealed(receipt) : null })
	await finishSealing(db, notes)
}

/** Writes the receipt that is on its way, if one is. @throws when D1 fails: it stays on its way. */
export async function finishSealing(db: D1Database, notes: Notes): Promise<void> {
	const { sealing } = remembered(notes)
	if (!sealing) return
	if (!(await seal(db, sealing))) {
		// Nobody but this object writes receipts: somebody else has, and what it says is not ours to change.
		console.error(`site ${sealing.site}: another receipt stands in place ${sealing.seq}`)
	}
	remember(notes, { sealing: null, head: { seq: sealing.seq, hash: sealing.hash } })
}
