import { Temporal } from 'temporal-polyfill'
import type { Event, Facts, Revenue, Vitals } from '../model/event.ts'
import type { Visit } from '../model/visit.ts'
import { mask, SeenSet } from '../site/novelty.ts'
import { advance, continues, openVisit } from '../site/visits.ts'
import { commit, eventJson, visitJson } from '../store/commit.ts'

/** Small worlds of traffic for tests: what people did, and the rows that the site's rules make of it. */

/** One beacon of a person. */
export interface Beat {
	person: number
	/** Instant, ISO 8601 or ms since the epoch. */
	at: string | number
	/** Cookie mode or import: the visitor's number outlives the day. */
	stable?: boolean
	/** `pageview` unless said otherwise. */
	name?: string
	page?: string
	hostname?: string
	interactive?: boolean
	props?: Record<string, string>
	scrollDepth?: number
	engagedMs?: number
	revenue?: Revenue
	title?: string
	vitals?: Partial<Vitals>
	/** Of the visit, if this beacon begins one. */
	facts?: Partial<Facts>
}

export interface World {
	site: number
	timezone: string
	events: Event[]
	visits: Visit[]
}

const NOTHING_KNOWN: Facts = {
	source: '',
	channel: 'Direct',
	referrer: '',
	utmSource: '',
	utmMedium: '',
	utmCampaign: '',
	utmContent: '',
	utmTerm: '',
	clickId: '',
	country: '',
	region: '',
	city: '',
	browser: '',
	browserVersion: '',
	os: '',
	osVersion: '',
	device: '',
	language: '',
	screenClass: '',
	asnKind: '',
}

/**
 * Makes rows of beacons by the rules of the site object. Numbers are small, so that failures can be read.
 * @param keptIn the time zone that the site had when its days were kept, where it is another than today's.
 */
export function worldOf(
	site: number,
	timezone: string,
	beats: readonly Beat[],
	keptIn: string = timezone,
): World {
	const world: World = { site, timezone, events: [], visits: [] }
	const seen = new Map<string, SeenSet>()
	const visitors = new Map<string, { number: number; visit: ReturnType<typeof openVisit> | null }>()
	const timed = beats.map((beat) => ({ ...beat, at: instantOf(beat.at) })).sort((a, b) => a.at - b.at)
	for (const beat of timed) {
		const day = Temporal.Instant.fromEpochMilliseconds(beat.at).toZonedDateTimeISO(keptIn).toPlainDate()
		const key = beat.stable ? `${beat.person}` : `${beat.person} ${day}`
		const visitor = visitors.get(key) ?? { number: visitors.size + 1, visit: null }
		visitors.set(key, visitor)
		const name = beat.name ?? 'pageview'
		const engagement = name === 'engagement'
		const visitStarted = !visitor.visit || !continues(visitor.visit, beat.at, engagement)
		if (!visitor.visit || visitStarted) {
			if (engagement) continue
			const facts = { ...NOTHING_KNOWN, ...beat.facts }
			const id = world.visits.length + 1
			visitor.visit = openVisit(site, id, visitor.number, beat.stable ? 1 : 0, beat.at, facts)
			world.visits.push(visitor.visit)
		}
		const { visit } = visitor
		const event: Event = {
			...visit,
			time: beat.at,
			id: world.events.length + 1,
			name,
			hostname: beat.hostname ?? 'example.org',
			page: beat.page ?? '/',
			visit: visit.id,
			visitStartedAt: visit.startedAt,
			novelty: 0,
			noveltyHour: 0,
			interactive: beat.interactive === false ? 0 : 1,
			scrollDepth: beat.scrollDepth ?? null,
			engagedMs: beat.engagedMs ?? null,
			props: beat.props ? JSON.stringify(beat.props) : null,
			revenueAmount: beat.revenue?.amount ?? null,
			revenueCurrency: beat.revenue?.currency ?? null,
			title: beat.title ?? '',
			...{ lcp: null, inp: null, cls: null, fcp: null, ttfb: null, ...beat.vitals },
		}
		const step = advance(visit, event)
		event.entryPage = visit.entryPage
		// Only the numbers of lightweight visitors live by the day, and only real events show something new.
		if (!beat.stable && !engagement) {
			const shown = seen.get(day.toString()) ?? new SeenSet()
			seen.set(day.toString(), shown)
			event.novelty = mask(shown, { ...event, facts: visit, visitStarted, ...step })
			if (visitStarted) visit.novelty = event.novelty
		}
		world.events.push(event)
	}
	return world
}

const instantOf = (at: string | number): number =>
	typeof at === 'number' ? at : Temporal.Instant.from(at).epochMilliseconds

/** Writes a world to a database, by the same commit as the site object's. */
export async function write(db: D1Database, { site, events, visits }: World): Promise<void> {
	const rows = (json: string[]) => (json.length > 0 ? [json.join(',')] : [])
	await commit(db, {
		site,
		number: 1,
		at: 0,
		events: rows(events.map(eventJson)),
		visits: rows(visits.map(visitJson)),
		refusals: [],
	})
}
