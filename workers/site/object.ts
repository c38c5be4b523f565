import { DurableObject } from 'cloudflare:workers'
import type { Env } from '../env.ts'
import { randomNumber } from '../kit/hash.ts'
import { ok, type Result } from '../kit/result.ts'
import type { Consent, DropReason, Hit } from '../model/event.ts'
import type { Policy } from '../model/policy.ts'
import { WHOLE } from '../model/reach.ts'
import { eraseRollups, eraseSiteRows } from '../store/erase.ts'
import { statsDb } from '../store/shards.ts'
import type { Held } from '../store/visitor.ts'
import { type Books, openBooks } from './books.ts'
import type { Asking, Choices, Status, Who } from './choices.ts'
import { expireHeld, FOLD_PAUSE_MS, fold, keepRetention, move, prune } from './chores.ts'
import type { SiteState } from './committer.ts'
import type { Verified } from './folding.ts'
import { destroyHalf } from './identity.ts'
import {
	forgetAbandoned,
	type ImportChunk,
	type ImportOutcome,
	importChunk,
	reworkVisits,
} from './imports.ts'
import type { Move, Moves, What } from './moves.ts'
import type { PruneState } from './prune.ts'
import { changeTo } from './prune-rows.ts'
import { type Kept, take } from './recorder.ts'
import { noteImported, noteRules } from './retention.ts'
import { type RetentionReport, reportOf } from './retention-report.ts'

/** Commits wait this long after a beacon: short where many come, long where a visit may still grow. */
const HOT_COMMIT_MS = 4_000
const COLD_COMMIT_MS = 60_000
/** An object is hot when this many hits came since its last alarm. */
const HOT_HITS = 100
/** After a commit that D1 refused. */
const RETRY_MS = 5_000
/** After a new policy: a shorter retention should not wait for the next day. */
const RETENTION_CHECK_MS = 60_000

/**
 * The keeper: one object a site (or a part of a busy one). It decides, identifies, keeps visits, makes every
 * beacon durable before it answers, and carries rows to D1 when D1 can take them. Longer than other files: the
 * runtime calls one class, and what it does is in the files around it.
 */
export class SiteObject extends DurableObject<Env> {
	#books: Books
	#alarmAt: number | null = null
	#hits = 0

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env)
		this.#books = openBooks(ctx, env)
		ctx.blockConcurrencyWhile(async () => {
			this.#alarmAt = await ctx.storage.getAlarm()
		})
	}

	/** Takes a new policy. Older versions than the one held are ignored: retries may cross. */
	configure(policy: Policy): void {
		if (this.#books.policy && this.#books.policy.version > policy.version) return
		const now = Date.now()
		noteRules(this.#books.tables, this.#books.policy, policy, now)
		this.#books.policy = policy
		this.#books.tables.set('policy', policy)
		const check = now + RETENTION_CHECK_MS
		this.#books.tables.set('retentionAt', check)
		this.#wakeAt(check)
	}

	/** Decides and keeps a group of hits, and counts refused ones. When it resolves every kept one is durable. */
	async record(hits: Hit[], refusals: [DropReason, number][]): Promise<Kept[]> {
		const policy = this.#books.policy
		if (!policy) return hits.map(() => ({ kept: false, reason: 'not_found', decision: null }))
		const now = Date.now()
		const { ledger, mappings, tables } = this.#books
		const day = await ledger.dayOf(now, policy)
		// From here on nothing awaits: memory and log change together, and the output gate holds the answer back
		// until the log is durable.
		let answers: Kept[]
		try {
			const recorded = take(hits, { day, ledger, mappings }, policy, now, refusals)
			answers = recorded.answers
			for (const [reason, count] of recorded.dropped) tables.refuse(day.today.day.name, reason, count)
		} catch (error) {
			// Memory is ahead of the log now: start anew from the log rather than go on with a lie.
			this.ctx.abort('the log could not be written')
			throw error
		}
		this.#hits += hits.length
		this.#wakeAt(now + (this.#hits > HOT_HITS ? HOT_COMMIT_MS : COLD_COMMIT_MS))
		return answers
	}

	/** Writes all that waits to D1, for a reader who wants to see it. */
	async flush(): Promise<SiteState> {
		const policy = this.#books.policy
		if (!policy)
			return { commit: 0, pending: 0, behindSince: null, folded: null, reach: WHOLE, missedSince: null }
		await this.#books.ledger.wake(policy)
		return this.#books.committer.flush(policy)
	}

	/** See `Choices.optOut`. */
	async optOut(who: Who): Promise<void> {
		await this.#choose((choices, policy) => choices.optOut(policy, who))
	}

	/** See `Choices.optIn`. */
	async optIn(who: Who): Promise<void> {
		await this.#choose((choices, policy) => choices.optIn(policy, who))
	}

	/** See `Choices.withdraw`. */
	async withdraw(who: Who, consent: Consent): Promise<void> {
		await this.#choose((choices, policy) => choices.withdraw(policy, who, consent))
	}

	/** See `Choices.statusOf`; null for a site that is gone. */
	async statusOf(asking: Asking): Promise<Status | null> {
		const policy = this.#books.policy
		return policy && (await this.#books.choices.statusOf(policy, asking))
	}

	/** See `Choices.forget`. */
	async forget(cookie: string): Promise<void> {
		await this.#choose((choices, policy) => choices.forget(policy, cookie))
	}

	/** See `Choices.held`. @throws when D1 fails. */
	async held(cookie: string): Promise<Result<Held>> {
		const policy = this.#books.policy
		if (!policy) return ok({ visits: [], events: [], quarantined: [], complete: true })
		return await this.#books.choices.held(policy, statsDb(this.env, policy.shard), cookie)
	}

	async #choose(choice: (choices: Choices, policy: Policy) => Promise<void>): Promise<void> {
		const policy = this.#books.policy
		if (!policy) return
		await choice(this.#books.choices, policy)
		this.#wakeAt(Date.now() + RETRY_MS)
	}

	/** Keeps one chunk of an import; see `imports.ts`. */
	importChunk(chunk: ImportChunk): ImportOutcome {
		const policy = this.#books.policy
		if (!policy) {
			return {
				kept: 0,
				dropped: chunk.hits.map(({ line }) => ({ line, reason: 'not_found' })),
				repeated: false,
				conflict: false,
			}
		}
		const now = Date.now()
		const outcome = this.ctx.storage.transactionSync(() =>
			importChunk(this.ctx.storage.sql, this.#books.ledger, policy, chunk, now, randomNumber),
		)
		if (outcome.kept > 0 && !outcome.repeated) {
			const instants = chunk.hits.map(({ at }) => at)
			noteImported(this.#books.tables, policy, instants, now)
			this.#books.folding.changed(instants, true)
			// Rows of the past leave sooner than those that were there.
			this.#books.tables.delete('retentionAt')
		}
		this.#wakeAt(now + HOT_COMMIT_MS)
		return outcome
	}

	/** Compares rollups with their raw rows, some days from `from` on; see `Folding.verify`. @throws when D1 fails. */
	async verify(from: number): Promise<Verified> {
		const policy = this.#books.policy
		if (!policy) return { days: [], next: null }
		const verified = await this.#books.folding.verify(statsDb(this.env, policy.shard), policy, from)
		this.#wakeAt(Date.now() + FOLD_PAUSE_MS)
		return verified
	}

	/** Forgets the site's rollups and folds every day anew, in the background. @throws when D1 fails. */
	async rebuild(): Promise<void> {
		const policy = this.#books.policy
		if (!policy) return
		await eraseRollups(statsDb(this.env, policy.shard), policy.site, this.#books.folding.rebuild())
		this.#wakeAt(Date.now())
	}

	/** Begins a move between the statistics and quarantine; null where too many go on. See `moves.ts`. */
	beginMove(kind: 'hold' | 'release', what: What): Move | null {
		return this.#moving((moves, now) => moves.begin(kind, what, now))
	}

	/** Takes a move back; null where there is nothing to take back. */
	undoMove(id: number): Move | null {
		return this.#moving((moves, now) => moves.undo(id, now))
	}

	/** All moves, the newest first. */
	moves(): Move[] {
		return this.#books.moves.list()
	}

	#moving(begin: (moves: Moves, now: number) => Move | null): Move | null {
		if (!this.#books.policy) return null
		const now = Date.now()
		const move = begin(this.#books.moves, now)
		this.#wakeAt(now)
		return move
	}

	/** Prunes the site's history to the rule in force: what is here at once, what is in D1 in the background. */
	async prune(): Promise<PruneState | null> {
		const { policy, ledger, pruning } = this.#books
		if (!policy) return null
		await ledger.wake(policy)
		const now = Date.now()
		const change = changeTo(policy.privacy.collect)
		this.ctx.storage.transactionSync(() => {
			reworkVisits(this.ctx.storage.sql, now, change.visit)
			ledger.rework(change)
			pruning.start(policy, now)
		})
		this.#wakeAt(now)
		return pruning.state
	}

	/** How far the last pruning is; null where there was none. */
	pruning(): PruneState | null {
		return this.#books.pruning.state
	}

	/** What anybody may know of the site's retention; null for a site that is gone. @throws when D1 fails. */
	async retention(after: number): Promise<RetentionReport | null> {
		const { policy, tables } = this.#books
		return policy && (await reportOf(statsDb(this.env, policy.shard), tables, policy, after))
	}

	/** Deletes everything of the site: D1 rows, the day's key, the object's own storage. */
	async erase(): Promise<void> {
		const policy = this.#books.policy
		if (policy) {
			const day = this.#books.ledger.dayName
			this.#books.policy = null
			await eraseSiteRows(statsDb(this.env, policy.shard), policy.site)
			if (day !== null) await destroyHalf(this.env, policy, { name: day })
		}
		await this.ctx.storage.deleteAlarm()
		await this.ctx.storage.deleteAll()
		this.#alarmAt = null
		this.#books = openBooks(this.ctx, this.env)
	}

	override async alarm(): Promise<void> {
		this.#alarmAt = null
		const visited = this.#hits > 0
		this.#hits = 0
		const policy = this.#books.policy
		if (!policy) return
		await this.#books.ledger.wake(policy)
		const now = Date.now()
		if ((this.#books.ledger.dayEnd ?? now + 1) <= now) await this.#books.ledger.close(policy)
		const state = await this.#books.committer.drain(policy)
		const upToDate = state.behindSince === null && state.pending === 0
		const due = [
			// What was drafted before a pruning began is in D1 now.
			state.behindSince === null ? await prune(this.#books, this.env, policy) : null,
			// Before retention: where rollups are kept longer, they are made before their rows go.
			upToDate ? await fold(this.#books, this.env, policy, now) : null,
			await keepRetention(this.#books, this.env, policy, now, upToDate),
			upToDate ? await move(this.#books, this.env, policy, now) : null,
			await expireHeld(this.#books, this.env, policy, now),
			forgetAbandoned(this.ctx.storage.sql, now),
			this.#books.mappings.expire(now),
			state.behindSince === null ? null : now + RETRY_MS,
			this.#books.ledger.dayEnd,
			// The next beacon would only set it earlier, and every setting is a written row.
			visited ? now + COLD_COMMIT_MS : null,
		]
		const next = Math.min(...due.filter((at) => at !== null))
		if (Number.isFinite(next)) this.#wakeAt(next)
	}

	/** Sees to it that the alarm rings at `at` or earlier. Setting one is a written row: only where it changes. */
	#wakeAt(at: number): void {
		if (this.#alarmAt !== null && this.#alarmAt <= at) return
		this.#alarmAt = at
		this.ctx.waitUntil(this.ctx.storage.setAlarm(at))
	}
}
