import type { Env } from '../env.ts'
import type { Folded } from '../model/folded.ts'
import type { Policy } from '../model/policy.ts'
import type { Reach } from '../model/reach.ts'
import { commit } from '../store/commit.ts'
import { heldStatement } from '../store/quarantine.ts'
import { statsDb } from '../store/shards.ts'
import { erasePart, hoursOf, stretchEnd } from '../store/visitor.ts'
import type { Folding } from './folding.ts'
import type { Ledger } from './ledger.ts'
import { BUSY_COMMIT, CALM_COMMIT, CALM_STEPS, draft, FEW_ROWS, READER_COMMIT } from './outbox.ts'
import { remembered } from './receipts.ts'

/** How far a site's traffic database is, for readers. */
export interface SiteState {
	/** Grows with every commit: equal numbers mean equal answers. */
	commit: number
	/** Events that are safe here and not yet in D1. */
	pending: number
	/** Since when D1 refuses commits, ms since the epoch; null while it takes them. */
	behindSince: number | null
	/** How far its rollups are; null where it has none. */
	folded: Folded | null
	/** How far back its rows reach. */
	reach: Reach
	/** Since when rows are older than their rule of retention allows, ms since the epoch; null = none are. */
	missedSince: number | null
}

const DAY_MS = 86_400_000
/** Note of when what is held back is to be looked through for what is too old, ms since the epoch. */
export const HELD_AT = 'heldAt'

/** Between two commits of the background. */
const BREATH_MS = 5

/** Carries rows to D1: one flush at a time, in order, again until it works. */
export class Committer {
	#env: Env
	#ledger: Ledger
	#folding: Folding
	#flushing: Promise<SiteState> | null = null
	/** Characters of one commit; a reader who comes while the background commits raises it. */
	#limit = CALM_COMMIT
	/**
	 * By the clock, and drawn anew on waking: a number that was kept would be one more row a commit, and the same
	 * number must never stand for two states.
	 */
	#commit = Date.now()
	#behindSince: number | null = null

	constructor(env: Env, ledger: Ledger, folding: Folding) {
		this.#env = env
		this.#ledger = ledger
		this.#folding = folding
	}

	/** Writes all that waits, for a reader. Never throws for D1's sake: the state says how far it came. */
	async flush(policy: Policy): Promise<SiteState> {
		this.#limit = READER_COMMIT
		// A flush that runs already may have drafted before the caller's rows came: wait for it, then go again.
		if (this.#flushing) await this.#flushing
		return this.#start(policy, READER_COMMIT)
	}

	/** Writes all that waits: a little at once, much in small commits with a breath between them. */
	async drain(policy: Policy): Promise<SiteState> {
		return this.#start(policy, this.#pending() > FEW_ROWS ? CALM_COMMIT : BUSY_COMMIT)
	}

	#pending(): number {
		const { tables, today, written } = this.#ledger
		return tables.pending(today?.day.name ?? null, written)
	}

	async #start(policy: Policy, limit: number): Promise<SiteState> {
		this.#limit = limit
		this.#flushing ??= this.#run(policy).finally(() => {
			this.#flushing = null
		})
		return this.#flushing
	}

	async #run(policy: Policy): Promise<SiteState> {
		try {
			const db = statsDb(this.#env, policy.shard)
			for (let step = 1; await this.#commitOne(db, policy); step++) {
				if (this.#limit === READER_COMMIT) continue
				if (step >= CALM_STEPS) this.#limit = BUSY_COMMIT
				await scheduler.wait(BREATH_MS)
			}
			while (await this.#holdSome(db));
			while (await this.#eraseOne(db, policy.site));
			this.#behindSince = null
		} catch (error) {
			this.#behindSince ??= Date.now()
			console.warn(`site ${policy.site}: D1 took no commit`, error instanceof Error ? error.message : '')
		}
		const pending = this.#pending()
		const folded = this.#folding.state(policy)
		const { reach, missedSince } = remembered(this.#ledger.tables)
		// While D1 is behind, its other sums are too: then the rows tell how long visits were.
		const openSeconds = pending === 0 ? (this.#ledger.today?.seconds ?? null) : null
		return {
			commit: this.#commit,
			pending,
			behindSince: this.#behindSince,
			reach,
			missedSince,
			folded: folded && { ...folded, openSeconds: folded.hours ? openSeconds : null },
		}
	}

	/** Writes some of what is held back; false when nothing is left. */
	async #holdSome(db: D1Database): Promise<boolean> {
		const { aside } = this.#ledger
		const next = aside.draft()
		if (!next) return false
		await heldStatement(db, next.rows).run()
		aside.settle(next.upTo)
		const { tables } = this.#ledger
		if (tables.get<number>(HELD_AT) === null) tables.set(HELD_AT, Date.now() + DAY_MS)
		return true
	}

	/** Writes one bounded commit; false when nothing is left. */
	async #commitOne(db: D1Database, policy: Policy): Promise<boolean> {
		const ledger = this.#ledger
		const { today } = ledger
		const next = draft(ledger.tables, today, ledger.written, this.#limit)
		if (!next) return false
		const upTo = ledger.nextSeq - 1
		const number = Math.max(this.#commit + 1, Date.now())
		await commit(db, { site: policy.site, number, at: Date.now(), ...next })
		this.#commit = number
		ledger.tables.settle(next.settles)
		ledger.tables.settleRefusals(next.refusals, ledger.today?.day.name ?? null)
		// The day may have been closed meanwhile: then its rows stand in the outbox and are written once more,
		// which changes nothing.
		if (today && today === ledger.today) {
			ledger.written = next.writtenTo
			for (const visit of next.visitsHeld) if (visit.changedIn <= upTo) today.changed.delete(visit)
		}
		// A visit that came over midnight: the day it began on has other sums now.
		const before = next.visitsHeld
			.map(({ startedAt }) => startedAt)
			.filter((at) => at < (today?.day.start ?? 0))
		if (before.length > 0) this.#folding.changed(before, true)
		return next.more
	}

	/** Says that rows have changed other than by a commit. */
	touch(): void {
		this.#commit = Math.max(this.#commit + 1, Date.now())
	}

	/** Erases one stretch of one noted visitor's rows; false when nobody is noted. */
	async #eraseOne(db: D1Database, site: number): Promise<boolean> {
		const noted = this.#ledger.tables.nextErasure()
		if (!noted) return false
		const { visitor, since: from, until } = noted
		const to = await stretchEnd(db, { site, visitor, from, to: until })
		const part = { site, visitor, from, to }
		const hours = await hoursOf(db, part)
		// Said before, or a crash in between leaves sums of rows that are gone; and after, for a fold may run meanwhile.
		this.#folding.changed(hours, false)
		await erasePart(db, part)
		this.#folding.changed(hours, false)
		this.#folding.forgetHours()
		this.#ledger.tables.settleErasure(noted, to)
		this.touch()
		return true
	}
}
