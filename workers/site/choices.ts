import { randomNumber } from '../kit/hash.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import type { Consent, Decision, Facts, Signals } from '../model/event.ts'
import type { Policy } from '../model/policy.ts'
import { decide } from '../privacy/decide.ts'
import { type Held, heldOf } from '../store/visitor.ts'
import type { Committer } from './committer.ts'
import { daysBefore } from './day.ts'
import { tokenOf } from './identity.ts'
import type { Ledger } from './ledger.ts'
import { type Known, type Mappings, macOfToken, tokenOfMac } from './mappings.ts'

/**
 * What visitors choose about themselves: opt out and in, withdraw, see, take and erase. Whoever holds an id owns
 * what is held under it; ids that were not drawn here change nothing and answer as those that hold nothing.
 */

/** Who chooses: what tells today's visitors apart (`Hit.person`), and the id that was shown. */
export interface Who {
	person: string
	cookie: string | null
}

/** A visitor that asks how it stands. */
export interface Asking {
	signals: Signals
	place: Pick<Facts, 'country' | 'region'>
	who: Who
}

/** How it stands: the decision on a beacon of a sender that can keep an id. */
export interface Status extends Decision {
	mode: Policy['mode']
	optedOut: boolean
}

/** Tokens of a day that may be opted out: more are a flood, and whoever is refused has the opt-out cookie. */
const MOST_OPT_OUTS = 50_000
/** Questions about one id. Erasing is never refused. */
const QUESTIONS_AN_HOUR = 10
const HOUR_MS = 3_600_000
/** Ids whose questions are remembered. */
const MOST_ASKED = 10_000

export class Choices {
	readonly #ledger: Ledger
	readonly #committer: Committer
	readonly #mappings: Mappings
	/** Times of questions by what stands for an id; memory only. */
	#asked = new Map<string, number[]>()

	constructor(ledger: Ledger, committer: Committer, mappings: Mappings) {
		this.#ledger = ledger
		this.#committer = committer
		this.#mappings = mappings
	}

	/**
	 * Refuses all that comes from now on, today by the sender's token and for 390 days by the id, and erases what
	 * can be tied to either. When it resolves the object holds nothing of it; D1 neither, or as soon as it answers.
	 */
	async optOut(policy: Policy, { person, cookie }: Who): Promise<void> {
		const now = Date.now()
		const { today, key, optedOut } = await this.#ledger.dayOf(now, policy)
		const token = tokenOf(key, person)
		if (!optedOut.has(token) && optedOut.size < MOST_OPT_OUTS) {
			optedOut.add(token)
			this.#ledger.tables.optOut(today.day.name, token)
		}
		const awaited = macOfToken(today.awaitedOf(token) ?? '')
		const number = this.#ledger.forget(token)
		for (const one of [number, this.#ledger.aside.forget(today.day, token)]) {
			if (one !== undefined) this.#ledger.tables.noteErasure({ visitor: one, ...spanOf(today.day) })
		}
		const known = this.#mappings.find(cookie, now)
		if (known) {
			this.#eraseId(known)
			this.#mappings.refuse(known.mac, now)
		}
		// An id that the sender was given and has not shown yet: its rows of today are the sender's all the same.
		const unshown = awaited === null ? null : this.#mappings.ofMac(awaited, now)
		if (unshown) this.#eraseId(unshown)
		await this.#committer.flush(policy)
	}

	/** Takes that back. What was erased is gone. */
	async optIn(policy: Policy, { person, cookie }: Who): Promise<void> {
		const { today, key, optedOut } = await this.#ledger.dayOf(Date.now(), policy)
		const token = tokenOf(key, person)
		optedOut.delete(token)
		this.#ledger.tables.optIn(today.day.name, token)
		const mac = this.#mappings.macOf(cookie)
		if (mac !== null) this.#mappings.admit(mac)
	}

	/**
	 * Ends an id: nobody can tie its number to anybody again. Today's rows go on under the sender's token, so that
	 * today counts the visitor once; after a denial nothing more comes, and they stay as they are.
	 */
	async withdraw(policy: Policy, { person, cookie }: Who, consent: Consent): Promise<void> {
		const now = Date.now()
		const { key, today } = await this.#ledger.dayOf(now, policy)
		const known = this.#mappings.find(cookie, now)
		if (!known) return
		const token = tokenOfMac(known.mac)
		if (consent !== 'denied' && today.hasRows(token)) {
			this.#ledger.move(token, tokenOf(key, person), randomNumber)
		} else {
			this.#ledger.detach(token)
		}
		this.#mappings.forget(known.mac)
		await this.#committer.flush(policy)
	}

	/** What would be kept of a visitor now. Records nothing and opens no day. */
	async statusOf(policy: Policy, { signals, place, who }: Asking): Promise<Status> {
		const now = Date.now()
		const { mode } = policy
		const optedOut = signals.optOut || (await this.#isOptedOut(policy, who, now))
		return { mode, optedOut, ...decide({ ...signals, optOut: optedOut }, policy, place, now, true) }
	}

	async #isOptedOut(policy: Policy, { person, cookie }: Who, now: number): Promise<boolean> {
		const mac = this.#mappings.macOf(cookie)
		if (mac !== null && this.#mappings.isRefused(mac)) return true
		const day = await this.#ledger.wake(policy)
		return day !== null && day.today.day.end > now && day.optedOut.has(tokenOf(day.key, person))
	}

	/**
	 * Everything that is held under an id. An id that is not known is looked for as one of today that has no rows.
	 * @throws when D1 fails.
	 */
	async held(policy: Policy, db: D1Database, cookie: string): Promise<Result<Held>> {
		const now = Date.now()
		const refusal = this.#ask(this.#mappings.macOf(cookie) ?? '', now)
		if (refusal !== null) {
			const message = 'what is held under an id can be asked for ten times an hour'
			return fail({ kind: 'rate_limited', message, retryAfterSeconds: refusal })
		}
		await this.#committer.flush(policy)
		const known = this.#mappings.find(cookie, now)
		const { visitDays } = policy.privacy
		const shorter = visitDays !== null && visitDays < policy.retentionDays
		const visitsSince = shorter ? daysBefore(now, visitDays, policy.timezone) : 0
		return ok(await heldOf(db, policy.site, known?.number ?? 0, known?.given ?? now - HOUR_MS, visitsSince))
	}

	/** Erases everything held under an id, and the id. */
	async forget(policy: Policy, cookie: string): Promise<void> {
		await this.#ledger.wake(policy)
		const known = this.#mappings.find(cookie, Date.now())
		if (known) this.#eraseId(known)
		await this.#committer.flush(policy)
	}

	#eraseId({ mac, number, given }: Known): void {
		this.#ledger.forget(tokenOfMac(mac))
		this.#ledger.forgetNumber(number)
		this.#ledger.tables.noteErasure({
			visitor: number,
			since: given,
			until: Number.MAX_SAFE_INTEGER,
		})
		this.#mappings.forget(mac)
	}

	/** Counts a question; seconds to wait where there were too many. */
	#ask(mac: string, now: number): number | null {
		// Ids that none was ever drawn for all have the same name here: they get no answer that is worth counting.
		if (mac === '') return null
		const recent = (this.#asked.get(mac) ?? []).filter((at) => now - at < HOUR_MS)
		const [first] = recent
		if (first !== undefined && recent.length >= QUESTIONS_AN_HOUR) {
			return Math.ceil((first + HOUR_MS - now) / 1000)
		}
		if (this.#asked.size >= MOST_ASKED) this.#asked.clear()
		this.#asked.set(mac, [...recent, now])
		return null
	}
}

const spanOf = ({ start, end }: { start: number; end: number }) => ({ since: start, until: end })
