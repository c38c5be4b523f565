import type { Env } from '../env.ts'
import type { Policy } from '../model/policy.ts'
import { eraseHeld } from '../store/quarantine.ts'
import { statsDb } from '../store/shards.ts'
import type { Books } from './books.ts'
import { HELD_AT } from './committer.ts'
import { dayAt, daysBefore } from './day.ts'
import { BY_OWNER, HELD_DAYS } from './moves.ts'
import { keptSince, retain, soundMissed } from './retention.ts'

/**
 * What the object does when its alarm rings, besides commits. Each chore does a bounded part and says when it
 * wants to go on; one that D1 refuses waits, and keeps none of the others from theirs.
 */

/** After a part that D1 refused. */
const RETRY_LATER_MS = 60_000
/** Between two goes of pruning or folding days: others want the database too. */
export const FOLD_PAUSE_MS = 1_000
const DAY_MS = 86_400_000

/** Goes on with a pruning. @returns when to go on, ms since the epoch; null where nothing is left. */
export async function prune({ pruning, committer }: Books, env: Env, policy: Policy): Promise<number | null> {
	try {
		const { more, changed } = await pruning.step(statsDb(env, policy.shard), policy)
		if (changed) committer.touch()
		return more ? Date.now() + FOLD_PAUSE_MS : null
	} catch (error) {
		// Some rows may have changed.
		committer.touch()
		console.warn(`site ${policy.site}: pruning waits`, error instanceof Error ? error.message : '')
		return Date.now() + RETRY_LATER_MS
	}
}

/**
 * Folds closed days and hours; where a day was folded, compares another with its rows.
 * @returns when to go on, ms since the epoch; null where nothing is left.
 */
export async function fold(
	{ folding, ledger, tables }: Books,
	env: Env,
	policy: Policy,
	now: number,
): Promise<number | null> {
	const before = folding.state(policy)?.to
	try {
		const db = statsDb(env, policy.shard)
		folding.forgetBefore(keptSince(policy, now).rollups)
		if (await folding.fold(db, policy, now)) return Date.now() + FOLD_PAUSE_MS
		const { today } = ledger
		if (today && (await folding.foldHours(db, policy, today, now))) return Date.now() + FOLD_PAUSE_MS
		if (folding.state(policy)?.to !== before) {
			const { events, visits } = keptSince(policy, now)
			await folding.check(db, policy, Math.max(events, visits), Math.random())
		}
		return null
	} catch (error) {
		console.warn(`site ${policy.site}: rollups wait`, error instanceof Error ? error.message : '')
		return Date.now() + RETRY_LATER_MS
	} finally {
		// What was folded late may be too old already.
		if (folding.state(policy)?.to !== before) tables.delete('retentionAt')
	}
}

/**
 * Goes on with moves between the statistics and quarantine, in days that are over.
 * @returns when to go on, ms since the epoch; null where nothing is left for now.
 */
export async function move(
	{ moves, ledger, folding, committer, tables }: Books,
	env: Env,
	policy: Policy,
	now: number,
): Promise<number | null> {
	const openFrom = ledger.today?.day.start ?? dayAt(now, policy.timezone).start
	if (!moves.due(openFrom)) return null
	try {
		const changed = (instants: Iterable<number>, stable: boolean) => folding.changed(instants, stable)
		await moves.go(statsDb(env, policy.shard), policy, openFrom, now, changed)
		if (tables.get<number>(HELD_AT) === null) tables.set(HELD_AT, now + DAY_MS)
		committer.touch()
		// The days it changed are to be folded anew, if nothing else is to be done.
		return Date.now() + FOLD_PAUSE_MS
	} catch (error) {
		console.warn(`site ${policy.site}: a move waits`, error instanceof Error ? error.message : '')
		return Date.now() + RETRY_LATER_MS
	}
}

/** Deletes what is held back for too long, once a day. @returns when to look again; null = nothing is held. */
export async function expireHeld(
	{ tables, moves }: Books,
	env: Env,
	policy: Policy,
	now: number,
): Promise<number | null> {
	const dueAt = tables.get<number>(HELD_AT)
	if (dueAt === null || dueAt > now) return dueAt
	try {
		const all = keptSince(policy, now).events
		const door = daysBefore(now, HELD_DAYS, policy.timezone)
		const tooOld = { all, door, moves: moves.tooOld(now) }
		const { more, left } = await eraseHeld(statsDb(env, policy.shard), policy.site, tooOld, BY_OWNER)
		const next = more ? now + FOLD_PAUSE_MS : now + DAY_MS
		if (left) tables.set(HELD_AT, next)
		else tables.delete(HELD_AT)
		return left ? next : null
	} catch (error) {
		console.warn(`site ${policy.site}: what is held back waits`, error instanceof Error ? error.message : '')
		return now + RETRY_LATER_MS
	}
}

/**
 * Runs retention when it is due.
 * @param upToDate D1 has all rows: no older ones are on their way.
 * @returns when it is due next, ms since the epoch; null where nothing is left that could grow too old.
 */
export async function keepRetention(
	{ tables, folding, committer }: Books,
	env: Env,
	policy: Policy,
	now: number,
	upToDate: boolean,
): Promise<number | null> {
	let dueAt = tables.get<number>('retentionAt')
	if (dueAt !== null && dueAt > now) return dueAt
	try {
		folding.forgetBefore(keptSince(policy, now).rollups)
		const db = statsDb(env, policy.shard)
		const { erased, nextAt } = await retain(db, tables, policy, now, folding.foldedTo)
		if (erased) committer.touch()
		dueAt = upToDate ? nextAt : Math.min(nextAt ?? Number.POSITIVE_INFINITY, now + RETRY_LATER_MS)
	} catch (error) {
		// Some rows may have gone.
		committer.touch()
		console.warn(`site ${policy.site}: retention waits`, error instanceof Error ? error.message : '')
		dueAt = now + RETRY_LATER_MS
	}
	soundMissed(tables, policy, now)
	if (dueAt === null) tables.delete('retentionAt')
	else tables.set('retentionAt', dueAt)
	return dueAt
}
