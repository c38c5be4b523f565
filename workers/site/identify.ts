import type { Decision, Hit } from '../model/event.ts'
import type { OpenDay } from './ledger.ts'
import { type Known, type Mappings, tokenOfMac } from './mappings.ts'

/** Who a hit is from, as far as the open day knows. */
export interface Identity {
	/** What stands for the visitor in memory and in the day's log, and nowhere else. */
	token: string
	/** The visitor's number where it outlives the day; null = of today alone. */
	number: number | null
	/** An id that the sender is to keep; null where it has one or gets none. */
	newCookie: string | null
	/** The sender's token of the day where a new id counts from this hit on: until somebody shows it. */
	awaits: string | null
	/** The token that today's rows of this visitor stand under so far, and must not any more. */
	leaves: string | null
}

/**
 * Tells the visitors of a day apart, so that a change between the two ways of being counted counts nobody twice
 * on a day, and no row bears the numbers of both:
 * - An id counts from its first hit of the day on, unless the sender's token of the day has a visitor by then:
 *   that one goes on until midnight.
 * - Where an id may not be used any more today, today's rows leave it and go on under the sender's token.
 * - A sender that was given an id and comes again without it may have lost it, keep no cookies, or be somebody
 *   else behind the same address: nobody can tell, so that its day is a lightweight one.
 * Whoever changes the network between the two is counted once in each.
 *
 * `sender` is the sender's token of the day.
 */
export function identify(
	{ today }: Pick<OpenDay, 'today'>,
	sender: string,
	hit: Pick<Hit, 'name' | 'keepsCookie'>,
	decision: Decision,
	known: Known | null,
	mappings: Pick<Mappings, 'give'>,
	now: number,
): Identity {
	const ofToday = { token: sender, number: null, newCookie: null, awaits: null, leaves: null }
	const awaited = today.awaitedOf(sender)
	if (known) {
		const token = tokenOfMac(known.mac)
		if (decision.outcome !== 'cookie') return { ...ofToday, leaves: today.hasRows(token) ? token : null }
		const counts = known.countsFrom <= now && (today.counts(token) || !today.counts(sender))
		return counts ? { ...ofToday, token, number: known.number } : ofToday
	}
	if (awaited !== undefined) {
		today.given.add(sender)
		return { ...ofToday, leaves: awaited }
	}
	// Reading goes on in a visit, it begins none: no id is drawn for it.
	if (decision.outcome !== 'cookie' || !hit.keepsCookie || hit.name === 'engagement') return ofToday
	const { start, end } = today.day
	// One a day: who keeps no cookies would be given one for every page.
	if (today.given.has(sender)) return ofToday
	const later = today.counts(sender)
	const { id, known: given } = mappings.give(start, later ? end : start)
	if (later) {
		today.given.add(sender)
		return { ...ofToday, newCookie: id }
	}
	const token = tokenOfMac(given.mac)
	return { ...ofToday, token, number: given.number, newCookie: id, awaits: sender }
}
