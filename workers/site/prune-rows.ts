import { type Event, factsOf, type Taken } from '../model/event.ts'
import type { Collect } from '../model/policy.ts'
import type { Visit } from '../model/visit.ts'
import { reduce, reduceFacts, reducePage, reduceRule } from '../privacy/reduce.ts'
import type { HeldEvent } from '../store/quarantine.ts'

/** Rows of the past by the rule of today: the same functions that a hit goes through. The same object = no change. */

export function reduceEvent(event: Event, collect: Collect): Event {
	const { lcp, inp, cls, fcp, ttfb } = event
	const facts = factsOf(event)
	const hit: Taken = {
		name: event.name,
		hostname: event.hostname,
		page: event.page,
		props: event.props === null ? null : (JSON.parse(event.props) as Record<string, string>),
		revenue: null,
		interactive: event.interactive === 1,
		scrollDepth: event.scrollDepth,
		engagedMs: event.engagedMs,
		title: event.title,
		vitals: [lcp, inp, cls, fcp, ttfb].every((one) => one === null) ? null : { lcp, inp, cls, fcp, ttfb },
		facts,
	}
	const kept = reduce(hit, collect)
	const entryPage = reducePage(event.entryPage, collect)
	if (kept === hit && entryPage === event.entryPage) return event
	return {
		...event,
		...kept.facts,
		page: kept.page,
		entryPage,
		title: kept.title,
		props: kept.props === hit.props ? event.props : kept.props && JSON.stringify(kept.props),
		...(kept.vitals ? {} : { lcp: null, inp: null, cls: null, fcp: null, ttfb: null }),
	}
}

/** What an event took over from its visit, which may have begun under another rule: facts and entry page. */
export function reduceInherited(event: Event, collect: Collect): Event {
	const facts = reduceFacts(event, collect)
	const entryPage = reducePage(event.entryPage, collect)
	if (facts === event && entryPage === event.entryPage) return event
	return { ...event, ...(facts === event ? {} : facts), entryPage }
}

/** What is held back from the statistics, by the same rules: it may be put among them. */
export function reduceHeld(held: HeldEvent, collect: Collect): HeldEvent {
	const event = reduceEvent(held.event, collect)
	const rule = held.decision && reduceRule(held.decision.rule, collect)
	if (event === held.event && rule === (held.decision?.rule ?? null)) return held
	return { ...held, event, decision: held.decision && { ...held.decision, rule: rule ?? '' } }
}

export function reduceVisit<T extends Visit>(visit: T, collect: Collect): T {
	const before = factsOf(visit)
	const facts = reduceFacts(before, collect)
	const [entryPage, exitPage] = [reducePage(visit.entryPage, collect), reducePage(visit.exitPage, collect)]
	const rule = reduceRule(visit.rule, collect)
	const same =
		facts === before && entryPage === visit.entryPage && exitPage === visit.exitPage && rule === visit.rule
	return same ? visit : { ...visit, ...facts, entryPage, exitPage, rule }
}

/** What becomes of rows. */
export interface Change {
	event(event: Event): Event
	visit<T extends Visit>(visit: T): T
	/** Of a decision. */
	rule(rule: string): string
}

export const changeTo = (collect: Collect): Change => ({
	event: (event) => reduceEvent(event, collect),
	visit: (visit) => reduceVisit(visit, collect),
	rule: (rule) => reduceRule(rule, collect),
})
