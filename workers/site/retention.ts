import { Temporal } from 'temporal-polyfill'
import type { Policy } from '../model/policy.ts'
import { type Reach, RULES, type Rule, rawReach } from '../model/reach.ts'
import { nextChunk, oldestRows, oldestSums } from '../store/erase.ts'
import { eraseCounted } from '../store/receipts.ts'
import { dayAt, daysBefore } from './day.ts'
import {
	beginDeletion,
	completeDeletion,
	finishSealing,
	type Notes,
	remember,
	remembered,
} from './receipts.ts'

/**
 * Retention: rows older than the owner's number of days go, counted in whole days of the site's time zone, so
 * that a day is either whole or gone. Events, visits and rollups have a rule each.
 */

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** Chunks of one go: D1 takes tens of milliseconds for each, and others want it too. */
const CHUNKS_AT_ONCE = 8
/** Between two goes. */
const PAUSE_MS = 1_000

/** What of a policy the rules are made from. */
export interface Rules extends Pick<Policy, 'retentionDays' | 'timezone'> {
	privacy: Pick<Policy['privacy'], 'visitDays' | 'rollupDays'>
}

/** Days that each rule keeps. */
export const daysOf = ({ retentionDays, privacy }: Omit<Rules, 'timezone'>): Record<Rule, number> => ({
	events: retentionDays,
	visits: privacy.visitDays ?? retentionDays,
	rollups: privacy.rollupDays ?? retentionDays,
})

/** The first instants that are still kept at `now`, ms since the epoch. */
export function keptSince(rules: Rules, now: number): Reach {
	const days = daysOf(rules)
	const since = (rule: Rule) => daysBefore(now, days[rule], rules.timezone)
	return { events: since('events'), visits: since('visits'), rollups: since('rollups') }
}

/**
 * Deletes what is too old, some chunks of it, and writes receipts.
 * @param folded days before this instant are folded: where rollups outlive their rows, rows wait for it. Not for
 * long: the promise to delete weighs more than sums.
 * @returns whether rows went, and when to come back (ms since the epoch): at once while there is more, else when
 * the oldest row will have grown too old; null where there are no rows.
 * @throws when D1 fails: the alarm comes again.
 */
export async function retain(
	db: D1Database,
	notes: Notes,
	policy: Policy,
	now: number,
	folded: number,
): Promise<{ erased: boolean; nextAt: number | null }> {
	await finishSealing(db, notes)
	let chunks = 0
	const targets = targetsOf(policy, now, folded)
	const begun = remembered(notes).open
	// What has begun is brought to its end before anything else: by its own range, whatever the policy says by now.
	for (const rule of begun ? [begun.rule, ...RULES.filter((one) => one !== begun.rule)] : RULES) {
		const noted = remembered(notes).open
		const oldest = await oldestOf(db, policy, rule)
		const to = noted?.to ?? targets[rule]
		if (!noted && (oldest === null || oldest >= to)) continue
		const from = Math.min(dayAt(oldest ?? to, policy.timezone).start, to)
		const open = noted ?? (await beginDeletion(db, notes, policy, { rule, from, to }))
		for (let more = true; more; chunks++) {
			if (chunks >= CHUNKS_AT_ONCE) return { erased: true, nextAt: Date.now() + PAUSE_MS }
			const expired = { site: policy.site, rule, before: to, beforeDay: dayAt(to, policy.timezone).name }
			const chunk = await nextChunk(db, expired)
			await eraseCounted(db, open, chunk.deletes)
			more = chunk.more
		}
		await completeDeletion(db, notes, open, startOf(await oldestOf(db, policy, rule), policy), now)
	}
	const oldest = await oldestOfAll(db, policy)
	remember(notes, { oldest, checkedAt: now })
	// Rows that wait to be folded, or a rule that was changed while its deletion went on.
	const since = keptSince(policy, now)
	const again = RULES.some((rule) => (oldest[rule] ?? now) < since[rule])
	const days = daysOf(policy)
	const leaving = RULES.flatMap((rule) => {
		const at = oldest[rule]
		// The oldest row goes when its day leaves the window: no need to look sooner.
		return at === null ? [] : [daysBefore(at, -(days[rule] + 1), policy.timezone)]
	})
	const soon = begun ? now + PAUSE_MS : now + HOUR_MS
	const nextAt = again ? soon : Math.max(Math.min(...leaving), now + HOUR_MS)
	return { erased: chunks > 0, nextAt: leaving.length > 0 ? nextAt : null }
}

/**
 * Sounds the alarm for rows that are older than their rule and a day of grace allow, as far as the object knows.
 * @returns whether there are any.
 */
export function soundMissed(notes: Notes, policy: Policy, now: number): boolean {
	const { oldest, missed: before, missedSince, newRulesAt } = remembered(notes)
	// Rows that a new rule made old have their day of grace too.
	if (now < newRulesAt + DAY_MS) return before.length > 0
	const allowed = keptSince(policy, now - DAY_MS)
	const missed = RULES.filter((rule) => (oldest[rule] ?? now) < allowed[rule])
	if (missed.join() === before.join()) return missed.length > 0
	for (const rule of missed) {
		if (before.includes(rule)) continue
		const at = new Date(oldest[rule] ?? now).toISOString()
		console.error(`site ${policy.site}: retention is missed: ${rule} of ${at} should be gone`)
	}
	remember(notes, { missed, missedSince: missed.length > 0 ? (missedSince ?? now) : null })
	return missed.length > 0
}

/**
 * From where on events of the past are taken, ms since the epoch. Days of which only sums are left are closed: they
 * would be folded anew, from what is imported alone.
 */
export function acceptedSince(notes: Notes, policy: Policy, now: number): number {
	const { reach, open } = remembered(notes)
	const closed = reach.rollups < rawReach(reach) ? rawReach(reach) : 0
	return Math.max(keptSince(policy, now).events, closed, open?.to ?? 0)
}

/** Notes that days of the past have rows again, by the owner's own word: questions may go as far back. */
export function noteImported(notes: Notes, policy: Policy, instants: readonly number[], now: number): void {
	const { reach } = remembered(notes)
	const accepted = acceptedSince(notes, policy, now)
	const oldest = Math.min(now, ...instants.filter((at) => at >= accepted))
	if (RULES.every((rule) => reach[rule] <= oldest)) return
	const since = dayAt(oldest, policy.timezone).start
	const lowered = (rule: Rule) => Math.min(reach[rule], since)
	const next = { events: lowered('events'), visits: lowered('visits'), rollups: lowered('rollups') }
	remember(notes, { reach: next })
}

/** Notes that a new policy has other rules than the one before: their day of grace begins. */
export function noteRules(notes: Notes, before: Rules | null, policy: Rules, now: number): void {
	const same = before !== null && RULES.every((rule) => daysOf(before)[rule] === daysOf(policy)[rule])
	if (!same) remember(notes, { newRulesAt: now })
}

/** Where each rule deletes up to, ms since the epoch. */
function targetsOf(policy: Policy, now: number, folded: number): Reach {
	const since = keptSince(policy, now)
	const overdue = keptSince(policy, now - DAY_MS)
	const target = (rule: 'events' | 'visits') =>
		since.rollups < since[rule] ? Math.max(Math.min(since[rule], folded), overdue[rule]) : since[rule]
	return { events: target('events'), visits: target('visits'), rollups: since.rollups }
}

/** The oldest that a rule is about, ms since the epoch; null where there is none. */
async function oldestOf(
	db: D1Database,
	policy: Pick<Policy, 'site' | 'timezone'>,
	rule: Rule,
): Promise<number | null> {
	if (rule !== 'rollups') return (await oldestRows(db, policy.site))[rule]
	const { sums, refusals } = await oldestSums(db, policy.site)
	const counted = refusals === null ? null : startOfNamed(refusals, policy.timezone)
	return sums === null || counted === null ? (sums ?? counted) : Math.min(sums, counted)
}

/** Starts of the oldest days of which a site has rows, by rule. @throws when D1 fails. */
export async function oldestOfAll(
	db: D1Database,
	policy: Pick<Policy, 'site' | 'timezone'>,
): Promise<Record<Rule, number | null>> {
	const [events, visits, rollups] = await Promise.all(RULES.map((rule) => oldestOf(db, policy, rule)))
	return {
		events: startOf(events ?? null, policy),
		visits: startOf(visits ?? null, policy),
		rollups: startOf(rollups ?? null, policy),
	}
}

const startOf = (at: number | null, { timezone }: Pick<Policy, 'timezone'>): number | null =>
	at === null ? null : dayAt(at, timezone).start

const startOfNamed = (day: string, timezone: string): number =>
	Temporal.PlainDate.from(day).toZonedDateTime(timezone).epochMilliseconds
