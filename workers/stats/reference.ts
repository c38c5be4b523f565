import { Temporal } from 'temporal-polyfill'
import type { Event } from '../model/event.ts'
import type { Visit } from '../model/visit.ts'
import type { World } from './world.ts'

/**
 * A slow second opinion for tests: the definitions of the metrics, sentence by sentence, over plain arrays. It
 * shares nothing with the engine but the shape of a query. Longer than other files, to be read from the top.
 */
export interface Asked {
	metrics: string[]
	dimensions: string[]
	/** Two local dates, or two instants. */
	date_range: [string, string]
	filters: unknown[]
	order_by?: [string, string][]
	pagination?: { limit?: number; offset?: number }
}

type Row = { metrics: (number | null)[]; dimensions: string[] }
type Thing = { visit: Visit; event?: Event }

const MINUTE = 60_000

export function reference({ events, visits, timezone }: World, asked: Asked): Row[] {
	const { from, to } = rangeOf(asked.date_range, timezone)
	const byId = new Map(visits.map((visit) => [visit.id, visit]))
	const thing = (event: Event): Thing => ({ visit: byId.get(event.visit) as Visit, event })
	const time = asked.dimensions.find((name) => name.startsWith('time:'))?.slice(5)
	const inRange = events.filter((event) => event.time >= from && event.time < to)
	const real = inRange.filter((event) => event.name !== 'engagement')
	const passes = (one: Thing) => asked.filters.every((filter) => holds(filter, one, real.map(thing)))

	// Visits that were active in the range: begun before its end, last event not before its start.
	const active = visits.filter((visit) => visit.startedAt < to && visit.lastAt >= from)
	const ofEvents = [...asked.dimensions, ...namesIn(asked.filters)].some((name) => name.startsWith('event:'))

	const label = (instant: number) => labelOf(instant, time ?? '', from, timezone)
	/** The bucket a visit began in, or the first of the range. */
	const first = (visit: Visit) => label(Math.max(visit.startedAt, from))
	/** All buckets of the range it was active in. */
	const activeIn = (visit: Visit): string[] => {
		const last = Math.min(visit.lastAt, to - 1)
		const labels = new Set([label(last)])
		for (let at = Math.max(visit.startedAt, from); at <= last; at += MINUTE) labels.add(label(at))
		return [...labels]
	}

	const rows = new Map<string, string[]>()
	const groups = new Map<string, Record<string, unknown[]>>()
	const put = (list: string, one: Thing, bucket: string, item: unknown, opens: boolean, page?: 'entry') => {
		const dimensions = asked.dimensions.map((name) =>
			name.startsWith('time:')
				? bucket
				: answered(page && name === 'event:page' ? 'visit:entry_page' : name, one),
		)
		const key = JSON.stringify(dimensions)
		if (opens) rows.set(key, dimensions)
		const group = groups.get(key) ?? {}
		groups.set(key, group)
		group[list] = [...(group[list] ?? []), item]
	}

	if (ofEvents) {
		const matching = real.map(thing).filter(passes)
		for (const one of matching) {
			const { event } = one as Required<Thing>
			put('visitors', one, label(event.time), event.visitor, true)
			put('visits', one, label(event.time), event.visit, false)
			put('events', one, label(event.time), event, false)
		}
		// Session metrics: of the visits that hold a matching event, where they began.
		const ofVisits = asked.dimensions.every((name) => name === 'event:page' || !name.startsWith('event:'))
		const holders = new Set(ofVisits ? matching.map((one) => one.visit) : [])
		for (const visit of active.filter((one) => holders.has(one))) {
			put('started', { visit }, first(visit), visit, false, 'entry')
			// With a filter on the page, bounce rate is of those that entered there.
			const entered = asked.filters.filter((filter) => {
				const text = JSON.stringify(filter)
				return namesIn([filter]).every((name) => name === 'event:page') && !/"has_(not_)?done"/.test(text)
			})
			const enters = entered.every((filter) => holds(onEntry(filter), { visit }, []))
			if (enters) put('entered', { visit }, first(visit), visit, false, 'entry')
		}
		for (const event of inRange.filter((one) => one.name === 'engagement')) {
			const one = thing(event)
			if (passes(one)) put('engagement', one, label(event.time), event, false)
		}
	} else {
		for (const visit of active.filter((one) => passes({ visit: one }))) {
			for (const bucket of activeIn(visit)) {
				put('visitors', { visit }, bucket, visit.visitor, true)
				// By hour a visit counts wherever it was active, by day and longer where it began.
				if (time === 'hour' || time === 'minute' || bucket === first(visit))
					put('visits', { visit }, bucket, visit.id, false)
			}
			put('started', { visit }, first(visit), visit, false)
			put('entered', { visit }, first(visit), visit, false)
			// Events count at their own time.
			for (const event of real.filter((one) => one.visit === visit.id)) {
				put('events', { visit }, label(event.time), event, true)
			}
		}
		for (const event of real.filter((one) => one.name === 'pageview' && passes(thing(one)))) {
			put('viewed', { visit: { ...thing(event).visit, exitPage: event.page } }, '', event, false)
		}
	}

	if (asked.dimensions.length === 0) rows.set('[]', [])
	const whole = ofEvents
		? new Set(
				withoutDimensions(real.map(thing), asked.filters, real.map(thing)).map((one) => one.event?.visitor),
			).size
		: new Set(active.filter((one) => passes({ visit: one })).map((one) => one.visitor)).size
	const divisor = namesIn(asked.filters).some((name) => name.startsWith('event:'))
		? whole
		: new Set(
				active
					.filter((visit) => asked.filters.every((f) => holds(f, { visit }, real.map(thing))))
					.map((v) => v.visitor),
			).size
	const found = [...rows].map(([key, dimensions]) => ({
		dimensions,
		metrics: asked.metrics.map((name) =>
			measure(name, groups.get(key) ?? {}, divisor, dimensions.length > 0),
		),
	}))
	return page(found, asked)
}

const withoutDimensions = (things: Thing[], filters: unknown[], real: Thing[]) =>
	things.filter((one) => filters.every((filter) => holds(filter, one, real)))

function measure(
	name: string,
	group: Record<string, unknown[]>,
	divisor: number,
	grouped: boolean,
): number | null {
	const { visitors = [], visits = [] } = group
	const events = (group.events ?? []) as Event[]
	const started = (group.started ?? []) as Visit[]
	const entered = (group.entered ?? []) as Visit[]
	const engagement = (group.engagement ?? []) as Event[]
	const none = grouped ? null : 0
	const sum = (list: number[]) => list.reduce((a, b) => a + b, 0)
	const round = (x: number, decimals = 0) => Math.round(x * 10 ** decimals) / 10 ** decimals
	switch (name) {
		case 'visitors':
			return new Set(visitors).size
		case 'visits':
			return new Set(visits).size
		case 'pageviews':
			return events.filter((event) => event.name === 'pageview').length
		case 'events':
			return events.length
		case 'views_per_visit':
			return started.length
				? Math.round((100 * sum(started.map((one) => one.pageviews))) / started.length) / 100
				: none
		case 'bounce_rate':
			return entered.length ? round((100 * sum(entered.map((one) => one.bounce))) / entered.length) : none
		case 'visit_duration':
			return started.length ? round(sum(started.map((one) => one.duration)) / started.length) : none
		case 'percentage':
			return divisor ? Math.round((1000 * new Set(visitors).size) / divisor) / 10 : null
		case 'scroll_depth': {
			const deepest = new Map<string, number>()
			for (const { visit, page, scrollDepth } of engagement) {
				if (scrollDepth === null || scrollDepth > 100) continue
				const key = `${visit} ${page}`
				deepest.set(key, Math.max(deepest.get(key) ?? 0, scrollDepth))
			}
			return deepest.size ? round(sum([...deepest.values()]) / deepest.size) : null
		}
		case 'time_on_page': {
			const engaged = engagement.filter((one) => (one.engagedMs ?? 0) > 0)
			const readers = new Set(engaged.map((one) => one.visit)).size
			return readers ? round(sum(engaged.map((one) => one.engagedMs ?? 0)) / (1000 * readers)) : null
		}
		case 'exit_rate': {
			const viewed = (group.viewed ?? []).length
			return viewed ? Math.round((1000 * started.length) / viewed) / 10 : null
		}
		default:
			throw new Error(name)
	}
}

/** The text that an answer prints for a dimension. */
function answered(name: string, one: Thing): string {
	const text = stored(name, one)
	if (text !== '') return text
	if (name.startsWith('event:props:')) return '(none)'
	if (name === 'visit:source' || name === 'visit:referrer') return 'Direct / None'
	return name === 'visit:channel' ? 'Direct' : '(not set)'
}

function stored(name: string, { visit, event }: Thing): string {
	if (name.startsWith('event:props:')) {
		return (event?.props ? (JSON.parse(event.props) as Record<string, string>)[name.slice(12)] : '') ?? ''
	}
	const own = { 'event:page': event?.page, 'event:name': event?.name, 'event:hostname': event?.hostname }
	const of = {
		'visit:source': visit.source,
		'visit:channel': visit.channel,
		'visit:country': visit.country,
		'visit:browser': visit.browser,
		'visit:device': visit.device,
		'visit:entry_page': visit.entryPage,
		'visit:exit_page': visit.exitPage,
		...own,
	}
	const text = of[name as keyof typeof of]
	if (text === undefined) throw new Error(name)
	return text
}

/** Whether a filter holds for a visit, or for an event within its visit. */
function holds(filter: unknown, one: Thing, real: Thing[]): boolean {
	const [operator, subject, clauses] = filter as [string, unknown, string[]]
	if (operator === 'and') return (subject as unknown[]).every((part) => holds(part, one, real))
	if (operator === 'or') return (subject as unknown[]).some((part) => holds(part, one, real))
	if (operator === 'not') return !holds(subject, one, real)
	if (operator === 'has_done')
		return real.some((other) => other.visit === one.visit && holds(subject, other, real))
	if (operator === 'has_not_done') return !holds(['has_done', subject], one, real)
	if (operator.endsWith('_not')) return !holds([operator.replace('_not', ''), subject, clauses], one, real)
	const text = stored(subject as string, one)
	if (operator === 'contains') return clauses.some((clause) => text.includes(clause))
	if (operator === 'matches') return clauses.some((clause) => new RegExp(clause).test(text))
	return clauses.some((clause) => clause === text || clause === answered(subject as string, one))
}

const onEntry = (filter: unknown): unknown =>
	JSON.parse(JSON.stringify(filter).replaceAll('event:page', 'visit:entry_page'))

/** Dimensions that filters name, those inside has_done left out. */
function namesIn(filters: unknown[]): string[] {
	return filters.flatMap((filter) => {
		const [operator, subject] = filter as [string, unknown]
		if (operator === 'has_done' || operator === 'has_not_done') return []
		if (operator === 'and' || operator === 'or') return namesIn(subject as unknown[])
		return operator === 'not' ? namesIn([subject]) : [subject as string]
	})
}

function rangeOf([from, to]: [string, string], timezone: string): { from: number; to: number } {
	if (from.length > 10) {
		const instant = (text: string) => Temporal.Instant.from(text).epochMilliseconds
		return { from: instant(from), to: instant(to) + 1000 }
	}
	const start = (date: Temporal.PlainDate) => date.toZonedDateTime(timezone).epochMilliseconds
	return {
		from: start(Temporal.PlainDate.from(from)),
		to: start(Temporal.PlainDate.from(to).add({ days: 1 })),
	}
}

function labelOf(instant: number, unit: string, from: number, timezone: string): string {
	const local = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timezone)
	const at = local(instant)
	const date = at.toPlainDate()
	const two = (n: number) => String(n).padStart(2, '0')
	if (unit === 'hour') return `${date} ${two(at.hour)}:00:00`
	if (unit === 'minute') return `${date} ${two(at.hour)}:${two(at.minute)}:00`
	if (unit === 'day') return date.toString()
	if (unit === 'month') return date.with({ day: 1 }).toString()
	if (unit !== 'week') return ''
	const monday = date.subtract({ days: date.dayOfWeek - 1 })
	const earliest = local(from).toPlainDate()
	return (Temporal.PlainDate.compare(monday, earliest) < 0 ? earliest : monday).toString()
}

function page(rows: Row[], { metrics, dimensions, order_by: given, pagination }: Asked): Row[] {
	const time = dimensions.find((name) => name.startsWith('time:'))
	const order = given ?? [...(time ? [[time, 'asc']] : []), [metrics[0], 'desc']]
	const value = (row: Row, name: string) =>
		metrics.includes(name) ? row.metrics[metrics.indexOf(name)] : row.dimensions[dimensions.indexOf(name)]
	const compare = (a: Row, b: Row): number => {
		for (const [name, way] of [...order, ...dimensions.map((one) => [one, 'asc'])] as [string, string][]) {
			const [x, y] = [value(a, name) ?? -1, value(b, name) ?? -1]
			if (x !== y) return (x < y ? -1 : 1) * (way === 'asc' ? 1 : -1)
		}
		return 0
	}
	const offset = pagination?.offset ?? 0
	return rows.sort(compare).slice(offset, offset + (pagination?.limit ?? 10_000))
}
