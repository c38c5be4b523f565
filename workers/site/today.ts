import { type Decision, type Event, type Facts, factsOf, type Taken, UNMEASURED } from '../model/event.ts'
import { type Day, hourOf } from './day.ts'
import { mask, SeenSet } from './novelty.ts'
import type { Mark } from './tables.ts'
import { advance, continues, goesOver, type OpenVisit, openVisit } from './visits.ts'

/** Texts remembered for sharing: strangers may send any page, memory may not follow them. */
const MAX_TEXTS = 20_000

/**
 * What the object must remember of the open day: which token is which visitor, the open visits, and what each
 * visitor has shown already. Memory only: it is rebuilt from the day's log on waking and gone at midnight. Longer
 * than other files: taking and replaying must stay one.
 */
export class Today {
	readonly day: Day
	/** Visits with changes that no commit has written yet. */
	readonly changed = new Set<OpenVisit>()
	/** Events of the day so far; engagement beacons are none. */
	events = 0
	#seconds: number | null = 0
	#visitors = new Map<string, Visitor>()
	#seen = new SeenSet()
	#hour = -1
	#seenThisHour = new SeenSet()
	#pastHour = -1
	#seenInPast = new SeenSet()
	#texts = new Map<string, string>()
	/** Ids that were given out today and that nobody has shown yet: sender's token of the day → the id's token. */
	#awaited = new Map<string, string>()
	/** The same the other way round. */
	#awaiting = new Map<string, string>()
	/** Senders that were given an id which counts from tomorrow. Not in the log: another id would do no harm. */
	readonly given = new Set<string>()

	constructor(day: Day) {
		this.day = day
	}

	/** Makes an event of a hit and lets it change its visit. Null: an engagement without an open visit. */
	take(hit: Taken, at: number, { token, number, awaits, decision, site, seq, draw }: Taking): Event | null {
		const engagement = hit.name === 'engagement'
		let visitor = this.#visitors.get(token)
		let visit = visitor?.visit
		const started = !visit || !continues(visit, at, engagement)
		if (started && engagement) return null
		if (!visitor) {
			visitor = { number: number ?? draw(), visit: undefined }
			this.#visitors.set(token, visitor)
		}
		if (!visit || started) {
			const stable = number === null ? 0 : 1
			const facts = this.#sharedFacts(hit.facts)
			visit = openVisit(site, draw(), visitor.number, stable, at, facts, decision)
			visitor.visit = visit
		}
		const event = eventOf(hit, visit, at, draw())
		this.#noteId(token, awaits)
		this.#note(event, visit, started, seq)
		return event
	}

	/** Applies a row of the log again. `unwritten`: no commit has it yet, so its visit has to be written. */
	replay({ token, decision, awaits }: Mark, event: Event, seq: number, unwritten: boolean): void {
		let visitor = this.#visitors.get(token)
		if (!visitor) {
			visitor = { number: event.visitor, visit: undefined }
			this.#visitors.set(token, visitor)
		}
		let visit = visitor.visit
		const started = visit?.id !== event.visit
		if (!visit || started) {
			const { site, visitor: number, stable, visitStartedAt } = event
			const facts = this.#sharedFacts(event)
			visit = openVisit(site, event.visit, number, stable, visitStartedAt, facts, decision)
			visitor.visit = visit
		}
		this.#noteId(token, awaits)
		this.#note(event, visit, started, seq)
		if (!unwritten) this.changed.delete(visit)
	}

	/** A visit that goes on from the day before. */
	carry(token: string, visit: OpenVisit): void {
		this.#visitors.set(token, { number: visit.visitor, visit })
	}

	/** Visits of numbers that outlive the day which are open at its end, by their tokens. */
	*goingOver(): Generator<[string, OpenVisit]> {
		for (const [token, { visit }] of this.#visitors) {
			if (visit?.stable && goesOver(visit, this.day.end)) yield [token, visit]
		}
	}

	/** The token of the id that a sender was given today and has not shown yet. */
	awaitedOf(sender: string): string | undefined {
		return this.#awaited.get(sender)
	}

	#noteId(token: string, sender: string | null): void {
		const shown = this.#awaiting.get(token)
		if (shown !== undefined) {
			this.#awaited.delete(shown)
			this.#awaiting.delete(token)
		}
		if (sender === null) return
		this.#awaited.set(sender, token)
		this.#awaiting.set(token, sender)
	}

	#note(event: Event, visit: OpenVisit, started: boolean, seq: number): void {
		event.page = this.#shared(event.page)
		event.hostname = this.#shared(event.hostname)
		const before = visit.duration
		const step = advance(visit, event)
		if (this.#seconds !== null && visit.startedAt >= this.day.start) this.#seconds += visit.duration - before
		event.entryPage = visit.entryPage
		if (event.name === 'engagement') return
		this.events++
		visit.changedIn = seq
		this.changed.add(visit)
		const novel = {
			visitor: event.visitor,
			name: event.name,
			page: event.page,
			hostname: event.hostname,
			facts: visit,
			entryPage: visit.entryPage,
			visitStarted: started,
			bounceEnded: step.bounceEnded,
			entrySet: step.entrySet,
		}
		event.novelty = mask(this.#seen, novel)
		event.noveltyHour = mask(this.#seenIn(hourOf(this.day, event.time)), novel)
		if (started) visit.novelty = event.novelty
	}

	/** What was seen in an hour: of the one that runs. Rows that were moved may be of one before. */
	#seenIn(hour: number): SeenSet {
		if (hour < this.#hour) {
			if (hour !== this.#pastHour) {
				this.#pastHour = hour
				this.#seenInPast = new SeenSet()
			}
			return this.#seenInPast
		}
		if (hour > this.#hour) {
			this.#hour = hour
			this.#seenThisHour = new SeenSet()
		}
		return this.#seenThisHour
	}

	/**
	 * The same text for equal texts: what comes over RPC or out of JSON is a new copy each time, and a visit
	 * holds twenty of them until midnight (`today.node.test.ts` has the figures).
	 */
	#shared(text: string): string {
		const known = this.#texts.get(text)
		if (known !== undefined) return known
		if (this.#texts.size >= MAX_TEXTS) this.#texts.clear()
		this.#texts.set(text, text)
		return text
	}

	#sharedFacts(facts: Facts): Facts {
		const copy = factsOf(facts)
		for (const name of Object.keys(copy) as (keyof Facts)[]) copy[name] = this.#shared(copy[name])
		return copy
	}

	/**
	 * Time of the last event that is no engagement, of a token's visitor; 0 where there was none today, nor before
	 * in a visit that goes on at `at`.
	 */
	lastAtOf(token: string, at: number): number {
		const visit = this.#visitors.get(token)?.visit
		// It leaves with the event, and what went before must not tell who somebody was yesterday.
		return visit && (visit.lastAt >= this.day.start || continues(visit, at, false)) ? visit.lastAt : 0
	}

	/** Whether a token's visitor counts as one of today's. */
	counts(token: string): boolean {
		return (this.#visitors.get(token)?.visit?.lastAt ?? 0) >= this.day.start
	}

	/** Whether it has rows of today, be they engagements alone. */
	hasRows(token: string): boolean {
		return (this.#visitors.get(token)?.visit?.seenAt ?? 0) >= this.day.start
	}

	/** Seconds of all visits that began today; null once some were taken out, which nobody counted apart. */
	get seconds(): number | null {
		return this.#seconds
	}

	/** The number of a token's visitor today, if it has one. */
	numberOf(token: string): number | undefined {
		return this.#visitors.get(token)?.number
	}

	/** Gives a visitor another token. */
	rename(token: string, name: string): void {
		const visitor = this.#visitors.get(token)
		this.#noteId(token, null)
		if (!visitor) return
		this.#visitors.delete(token)
		this.#visitors.set(name, visitor)
	}

	/** Forgets a visitor and drops what of it waits to be written. */
	forget(token: string): void {
		const visitor = this.#visitors.get(token)
		if (visitor) this.#seconds = null
		this.#visitors.delete(token)
		this.#noteId(token, null)
		this.given.delete(token)
		const given = this.#awaited.get(token)
		if (given !== undefined) this.#noteId(given, null)
		for (const visit of this.changed) if (visit.visitor === visitor?.number) this.changed.delete(visit)
	}
}

/** What an event of a hit depends on besides the hit. */
export interface Taking {
	token: string
	/** The visitor's number where it outlives the day; null = one is drawn that does not. */
	number: number | null
	/** See `Mark`. */
	awaits: string | null
	decision: Decision
	site: number
	/** The log position it will be written at. */
	seq: number
	/** Gives random numbers. */
	draw(): number
}

interface Visitor {
	number: number
	visit: OpenVisit | undefined
}

/** The event of a hit within its visit. Facts are the visit's: a later campaign does not split it. */
export function eventOf(hit: Taken, visit: OpenVisit, at: number, id: number): Event {
	return {
		site: visit.site,
		time: at,
		id,
		name: hit.name,
		hostname: hit.hostname,
		page: hit.page,
		visitor: visit.visitor,
		visit: visit.id,
		visitStartedAt: visit.startedAt,
		stable: visit.stable,
		novelty: 0,
		noveltyHour: 0,
		interactive: hit.interactive ? 1 : 0,
		scrollDepth: hit.scrollDepth,
		engagedMs: hit.engagedMs,
		props: hit.props && JSON.stringify(hit.props),
		revenueAmount: hit.revenue?.amount ?? null,
		revenueCurrency: hit.revenue?.currency ?? null,
		entryPage: visit.entryPage,
		title: hit.title,
		...(hit.vitals ?? UNMEASURED),
		...factsOf(visit),
	}
}
