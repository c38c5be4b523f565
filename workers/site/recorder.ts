import { randomNumber } from '../kit/hash.ts'
import {
	type Decision,
	type DropReason,
	type Facts,
	factsOf,
	type Hit,
	type InVisit,
	type Written,
} from '../model/event.ts'
import type { Policy } from '../model/policy.ts'
import { decide } from '../privacy/decide.ts'
import { reduce, reduceRule } from '../privacy/reduce.ts'
import { heldFor } from '../privacy/screen.ts'
import { eventJson } from '../store/commit.ts'
import { identify } from './identify.ts'
import { numberOfDay, tokenOf } from './identity.ts'
import type { Ledger, OpenDay } from './ledger.ts'
import { type Known, type Mappings, macOfToken, tokenOfMac } from './mappings.ts'
import { reduceInherited } from './prune-rows.ts'
import type { Mark } from './tables.ts'

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
	dropped: Map<DropReason, number>
}

/** Where it is taken to. */
export interface Books {
	day: OpenDay
	ledger: Pick<Ledger, 'append' | 'aside' | 'detach' | 'move' | 'nextSeq'>
	mappings: Mappings
}

/**
 * Takes a group of hits into the open day: decides, reduces, identifies, and lets each change its visit. It
 * changes memory and log together and awaits nothing.
 * @throws when the object's storage fails: memory is ahead of the log then.
 */
export function take(
	hits: readonly Hit[],
	{ day, ledger, mappings }: Books,
	policy: Policy,
	now: number,
	refusals: readonly [DropReason, number][],
): Recorded {
	const { today, key } = day
	const rows: string[] = []
	const marks: Mark[] = []
	/** Held back: the row, and its sender's token. */
	const heldRows: [string, string][] = []
	const dropped = new Map<DropReason, number>(refusals)
	const write = () => ledger.append(today.day.name, rows.splice(0), marks.splice(0))
	/** Has today's rows of an id go on under the sender's token; the id itself counts from tomorrow. */
	const leave = (token: string, sender: string): void => {
		write()
		ledger.move(token, sender, randomNumber)
		const mac = macOfToken(token)
		if (mac !== null) mappings.postpone(mac, today.day.end)
	}
	/** Nothing ties an id to its rows any more. */
	const end = (known: Known): void => {
		write()
		ledger.detach(tokenOfMac(known.mac))
		mappings.forget(known.mac)
	}
	const answers = hits.map((hit): Kept => {
		const drop = (reason: DropReason, decision: Decision): Kept => {
			dropped.set(reason, (dropped.get(reason) ?? 0) + 1)
			return { kept: false, reason, decision }
		}
		const known = hit.cookie === null ? null : mappings.find(hit.cookie, now)
		const { consent } = hit.signals
		const decision = decide(hit.signals, policy, hit.facts, now, known !== null || hit.keepsCookie)
		const withdrawn = known !== null && (consent === 'cookieless' || consent === 'denied')
		if (decision.outcome === 'none') {
			if (withdrawn) end(known)
			return drop(dropReasonOf(decision), decision)
		}
		const sender = tokenOf(key, hit.person)
		if (day.optedOut.has(sender) || isRefused(mappings, hit)) {
			return drop('optout', { ...decision, outcome: 'none', reason: 'optout' })
		}
		const { collect } = policy.privacy
		const written = reduce(hit, collect)
		const rule = reduceRule(decision.rule, collect)
		// The visitor is told all of it.
		const noted = rule === decision.rule ? decision : { ...decision, rule }
		const reasons = heldFor(hit, policy.privacy.screen)
		if (reasons.length > 0) {
			const from = { day: today.day, token: sender, site: policy.site, now }
			const row = ledger.aside.take(from, written, reasons, noted)
			if (row !== null) heldRows.push([row, sender])
			return drop('quarantine', decision)
		}
		const { token, number, newCookie, awaits, leaves } = identify(
			day,
			sender,
			hit,
			decision,
			known,
			mappings,
			now,
		)
		if (leaves !== null) leave(leaves, sender)
		if (withdrawn) end(known)
		const previousAt = today.lastAtOf(token, now)
		const taken = today.take(written, now, {
			...{ token, number, awaits, decision: noted },
			...{ site: policy.site, seq: ledger.nextSeq, draw: randomNumber },
		})
		if (!taken) return drop('no_session_for_engagement', decision)
		const event = reduceInherited(taken, collect)
		rows.push(eventJson(event))
		const opens = event.visitStartedAt === now
		marks.push({ token, decision: opens ? noted : null, awaits })
		const { page, title, vitals } = written
		const { novelty, noveltyHour, visit, visitStartedAt, entryPage } = event
		// What cannot be deleted must not outlive the day.
		const visitor = number === null ? event.visitor : numberOfDay(key, token)
		return {
			kept: true,
			at: now,
			novelty,
			noveltyHour,
			decision,
			newCookie,
			facts: visitStartedAt === now && written === hit ? null : factsOf(event),
			reduced: written === hit ? null : { page, title, vitals },
			...{ visitor, visit, visitStartedAt, previousAt, entryPage },
		}
	})
	write()
	ledger.aside.append(
		today.day,
		heldRows.map(([row]) => row),
		heldRows.map(([, token]) => token),
	)
	return { answers, dropped }
}

const isRefused = (mappings: Mappings, { cookie }: Hit): boolean => {
	const mac = cookie === null ? null : mappings.macOf(cookie)
	return mac !== null && mappings.isRefused(mac)
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
