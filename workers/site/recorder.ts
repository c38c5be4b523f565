import { randomNumber } from '../kit/hash.ts'
import type { Decision, DropReason, Facts, Hit, InVisit, Written } from '../model/event.ts'
import type { Policy } from '../model/policy.ts'
import { decide } from '../privacy/decide.ts'
import { reduce } from '../privacy/reduce.ts'
import { eventJson } from '../store/commit.ts'
import { identify } from './identify.ts'
import type { OpenDay } from './ledger.ts'

/** The object's answer to one hit. What is null is the hit's own. */
export type Kept =
	| ({
			kept: true
			at: number
			novelty: number
			noveltyHour: number
			decision: Decision
			newCookie: string | null
			/** Those of the visit. */
			facts: Facts | null
			/** Where the site's rules changed something. */
			reduced: Omit<Written, 'facts'> | null
	  } & InVisit)
	| { kept: false; reason: DropReason; decision: Decision | null }

/** What a group of hits comes to. */
export interface Recorded {
	answers: Kept[]
	/** Events as JSON rows, and the token of each one's visitor. */
	rows: string[]
	tokens: string[]
	dropped: Map<DropReason, number>
}

/**
 * Takes a group of hits into the open day: decides, reduces, identifies, and lets each change its visit. It
 * changes memory and awaits nothing; `seq` is the log position that the caller writes the rows at, at once.
 */
export function take(
	hits: readonly Hit[],
	day: OpenDay,
	policy: Policy,
	now: number,
	seq: number,
	refusals: readonly [DropReason, number][],
): Recorded {
	const rows: string[] = []
	const tokens: string[] = []
	const dropped = new Map<DropReason, number>(refusals)
	const answers = hits.map((hit): Kept => {
		const drop = (reason: DropReason, decision: Decision): Kept => {
			dropped.set(reason, (dropped.get(reason) ?? 0) + 1)
			return { kept: false, reason, decision }
		}
		const decision = decide(hit.signals, policy)
		if (decision.outcome === 'none') return drop(dropReasonOf(decision), decision)
		const { token, newCookie } = identify(day, hit)
		if (day.optedOut.has(token)) return drop('optout', { ...decision, outcome: 'none', reason: 'optout' })
		const written = reduce(hit, policy.privacy.collect)
		const { today } = day
		const previousAt = today.lastAtOf(token)
		const event = today.take(token, written, now, policy.site, seq, randomNumber)
		if (!event) return drop('no_session_for_engagement', decision)
		rows.push(eventJson(event))
		tokens.push(token)
		const { page, title, vitals } = written
		const { novelty, noveltyHour, visitor, visit, visitStartedAt, entryPage } = event
		return {
			kept: true,
			at: now,
			novelty,
			noveltyHour,
			decision,
			newCookie,
			facts: visitStartedAt === now && written === hit ? null : today.factsOf(token),
			reduced: written === hit ? null : { page, title, vitals },
			...{ visitor, visit, visitStartedAt, previousAt, entryPage },
		}
	})
	return { answers, rows, tokens, dropped }
}

/** The words of the events format for a decision to keep nothing. */
function dropReasonOf({ reason }: Decision): DropReason {
	switch (reason) {
		case 'optout':
		case 'denied':
		case 'gpc':
		case 'dnt':
			return reason
		default:
			return 'no_consent'
	}
}
