import { Temporal } from 'temporal-polyfill'
import type { Event, Vitals } from '../model/event.ts'
import type { Goal, Segment } from '../model/goal.ts'
import type { Visit } from '../model/visit.ts'
import { convert, RATES, ratesAt } from './rates.ts'
import {
	answered,
	goalFilters,
	goalsNamed,
	holds,
	namesIn,
	onEntry,
	reaches,
	spelled,
	type Thing,
} from './reference-filters.ts'
import type { World } from './world.ts'

/**
 * A slow second opinion for tests: the definitions of the metrics, sentence by sentence, over plain arrays. It
 * shares nothing with the engine but the shape of a query and the rates of currencies. Longer than other files,
 * to be read from the top.
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

/** What the site has beside its traffic. */
export interface Having {
	goals: readonly Goal[]
	segments: readonly Segment[]
}

/** Money as an answer's `value` and `currency`. */
export type Told = number | null | { value: number; currency: string }

export interface ToldRow {
	metrics: Told[]
	dimensions: string[]
}

const MINUTE = 60_000

/** The rows of an answer, in order. */
export function reference(
	world: World,
	asked: Asked,
	having: Having = { goals: [], segments: [] },
): ToldRow[] {
	return page(found(world, { ...asked, filters: spelled(asked.filters, having.segments) }, having), asked)
}

/** The rows of an answer, all of them and in no order. */
function found(world: World, asked: Asked, having: Having): ToldRow[] {
	const { events, visits, timezone } = world
	const { from, to } = rangeOf(asked.date_range, timezone)
	const byId = new Map(visits.map((visit) => [visit.id, visit]))
	const thing = (event: Event): Thing => ({ visit: byId.get(event.visit) as Visit, event })
	const time = asked.dimensions.find((name) => name.startsWith('time:'))?.slice(5)
	const inRange = events.filter((event) => event.time >= from && event.time < to).map(thing)
	const engagement = inRange.filter(({ event }) => event?.name === 'engagement')
	const real = inRange.filter(({ event }) => event?.name !== 'engagement')
	const passes = (one: Thing) => asked.filters.every((filter) => holds(filter, one, real, having.goals))

	// By goal, an event is there once for each goal that it reaches and that all filters on goals name.
	const byGoal = asked.dimensions.includes('event:goal')
	const named = goalFilters(asked.filters).map((filter) => goalsNamed(filter, having.goals))
	const rowGoals = having.goals.filter((goal) => named.every((goals) => goals.includes(goal)))
	const each = (things: Thing[]): Thing[] =>
		byGoal
			? things.flatMap((one) =>
					rowGoals.filter((goal) => reaches(goal, one.event)).map((goal) => ({ ...one, goal })),
				)
			: things

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

	// What engagement beacons tell, each at its time.
	for (const one of each(engagement.filter(passes))) {
		const { event } = one as Required<Thing>
		put('engagement', one, label(event.time), event, false)
	}

	if (ofEvents) {
		// Events that match. An engagement beacon is none, unless it reaches a scroll goal that is asked for.
		const goals = byGoal || named.length > 0
		const matching = each((goals ? inRange : real).filter(passes))
		for (const one of matching) {
			const { event } = one as Required<Thing>
			put('visitors', one, label(event.time), event.visitor, true)
			put('visits', one, label(event.time), event.visit, false)
			put('events', one, label(event.time), event, false)
			const earners = byGoal ? [one.goal as Goal] : named.flat().filter((goal) => reaches(goal, event))
			if (earners.some((goal) => goal.currency !== null)) put('money', one, label(event.time), event, false)
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
			const enters = entered.every((filter) => holds(onEntry(filter), { visit }, [], having.goals))
			if (enters) put('entered', { visit }, first(visit), visit, false, 'entry')
		}
	} else {
		for (const visit of active.filter((one) => passes({ visit: one }))) {
			for (const bucket of activeIn(visit)) {
				put('visitors', { visit }, bucket, visit.visitor, true)
				// By hour a visit counts wherever it was active, by day and longer where it began.
				const everywhere = time === 'hour' || time === 'minute' || time === 'weekday_hour'
				if (everywhere || bucket === first(visit)) put('visits', { visit }, bucket, visit.id, false)
			}
			put('started', { visit }, first(visit), visit, false)
			put('entered', { visit }, first(visit), visit, false)
			// Events count at their own time.
			for (const { event } of real.filter((one) => one.visit === visit)) {
				put('events', { visit }, label(event?.time ?? 0), event, true)
			}
		}
		for (const { visit, event } of real.filter((one) => one.event?.name === 'pageview' && passes(one))) {
			put('viewed', { visit: { ...visit, exitPage: event?.page ?? '' } }, '', event, false)
		}
	}

	if (asked.dimensions.length === 0) rows.set('[]', [])
	const visitors = (filters: unknown[], dimensions: string[]) =>
		found(world, { ...asked, filters, dimensions, metrics: ['visitors'] }, having)
	// A share is of the visitors of the same query without dimensions, a rate of those without goals as well.
	const whole = asked.metrics.includes('percentage') ? visitors(asked.filters, []) : []
	const others = asked.filters.filter(
		(filter) => !/^\["\w+","event:(goal|props)/.test(JSON.stringify(filter)),
	)
	const unconverted = asked.metrics.includes('conversion_rate') ? visitors(others, []) : []
	const kept = asked.dimensions.filter((name) => !/^event:(goal|props)/.test(name))
	const grouped = asked.metrics.includes('group_conversion_rate') ? visitors(others, kept) : []
	const counted = (row: ToldRow | undefined): number => Number(row?.metrics[0] ?? 0)

	return [...rows].map(([key, dimensions]) => {
		const group = groups.get(key) ?? {}
		const own = kept.map((name) => dimensions[asked.dimensions.indexOf(name)])
		const frame: Frame = {
			whole: counted(whole[0]),
			unconverted: counted(unconverted[0]),
			group: counted(grouped.find((row) => row.dimensions.join('\n') === own.join('\n'))),
			currency: currencyOf(
				byGoal
					? having.goals.filter(({ name }) => name === dimensions[asked.dimensions.indexOf('event:goal')])
					: named.flat(),
			),
			grouped: dimensions.length > 0,
		}
		return { dimensions, metrics: asked.metrics.map((name) => measure(name, group, frame)) }
	})
}

/** What the metrics of a row are measured by. */
interface Frame {
	whole: number
	unconverted: number
	group: number
	/** The one currency of the row's goals. */
	currency: string | null
	/** The row is one of many. */
	grouped: boolean
}

function currencyOf(goals: readonly Goal[]): string | null {
	const currencies = new Set(goals.flatMap(({ currency }) => currency ?? []))
	return currencies.size === 1 ? ([...currencies][0] ?? null) : null
}

function measure(name: string, group: Record<string, unknown[]>, frame: Frame): Told {
	const { visitors = [], visits = [] } = group
	const events = (group.events ?? []) as Event[]
	const started = (group.started ?? []) as Visit[]
	const entered = (group.entered ?? []) as Visit[]
	const engagement = (group.engagement ?? []) as Event[]
	const none = frame.grouped ? null : 0
	const sum = (list: number[]) => list.reduce((a, b) => a + b, 0)
	const round = (x: number, decimals = 0) => Math.round(x * 10 ** decimals) / 10 ** decimals
	const count = new Set(visitors).size
	const vital = /^(lcp|inp|cls|fcp|ttfb)_p(\d+)$/.exec(name)
	if (vital) {
		const values = engagement.flatMap((one) => one[vital[1] as keyof Vitals] ?? []).sort((a, b) => a - b)
		return values[Math.ceil((values.length * Number(vital[2])) / 100) - 1] ?? null
	}
	switch (name) {
		case 'visitors':
			return count
		case 'visits':
			return new Set(visits).size
		case 'pageviews':
			return events.filter((event) => event.name === 'pageview').length
		case 'events': {
			// A scroll goal is reached once a visit.
			const scrolled = events.filter((event) => event.name === 'engagement')
			return events.length - scrolled.length + new Set(scrolled.map(({ visit }) => visit)).size
		}
		case 'views_per_visit':
			return started.length
				? Math.round((100 * sum(started.map((one) => one.pageviews))) / started.length) / 100
				: none
		case 'bounce_rate':
			return entered.length ? round((100 * sum(entered.map((one) => one.bounce))) / entered.length) : none
		case 'visit_duration':
			return started.length ? round(sum(started.map((one) => one.duration)) / started.length) : none
		case 'percentage':
			return frame.whole ? Math.round((1000 * count) / frame.whole) / 10 : null
		case 'conversion_rate':
			return frame.unconverted ? Math.round((10_000 * count) / frame.unconverted) / 100 : 0
		case 'group_conversion_rate':
			return frame.group ? Math.round((10_000 * count) / frame.group) / 100 : 0
		case 'total_revenue':
		case 'average_revenue': {
			const { currency } = frame
			if (currency === null) return null
			const amounts = ((group.money ?? []) as Event[]).flatMap((event) => amountOf(event, currency) ?? [])
			const total = sum(amounts)
			if (name === 'total_revenue') return { value: total / 1000, currency }
			return amounts.length ? { value: nearest(total / amounts.length) / 1000, currency } : null
		}
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

/** An event's amount in thousandths of a currency; null without one, or without a rate for it. */
function amountOf({ time, revenueAmount, revenueCurrency }: Event, currency: string): number | null {
	if (revenueAmount === null || revenueCurrency === null || Math.abs(revenueAmount) > 1e12) return null
	const rates = ratesAt(time, RATES)
	const amount = rates ? convert(revenueAmount, revenueCurrency, currency, rates) : null
	return amount === null ? null : nearest(1000 * amount)
}

/** The nearest whole number, halves away from nought. */
const nearest = (x: number): number => Math.sign(x) * Math.round(Math.abs(x)) + 0

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
	if (unit === 'weekday_hour') return `${at.dayOfWeek} ${two(at.hour)}`
	if (unit === 'minute') return `${date} ${two(at.hour)}:${two(at.minute)}:00`
	if (unit === 'day') return date.toString()
	if (unit === 'month') return date.with({ day: 1 }).toString()
	if (unit !== 'week') return ''
	const monday = date.subtract({ days: date.dayOfWeek - 1 })
	const earliest = local(from).toPlainDate()
	return (Temporal.PlainDate.compare(monday, earliest) < 0 ? earliest : monday).toString()
}

/** Nothing is less than everything. */
function sortable(told: Told | string | undefined): number | string {
	if (typeof told === 'object' && told !== null) return told.value
	return told ?? Number.NEGATIVE_INFINITY
}

function page(rows: ToldRow[], { metrics, dimensions, order_by: given, pagination }: Asked): ToldRow[] {
	const time = dimensions.find((name) => name.startsWith('time:'))
	const order = given ?? [...(time ? [[time, 'asc']] : []), [metrics[0], 'desc']]
	const value = (row: ToldRow, name: string) =>
		sortable(
			metrics.includes(name) ? row.metrics[metrics.indexOf(name)] : row.dimensions[dimensions.indexOf(name)],
		)
	const compare = (a: ToldRow, b: ToldRow): number => {
		for (const [name, way] of [...order, ...dimensions.map((one) => [one, 'asc'])] as [string, string][]) {
			const [x, y] = [value(a, name), value(b, name)]
			if (x !== y) return (x < y ? -1 : 1) * (way === 'asc' ? 1 : -1)
		}
		return 0
	}
	const offset = pagination?.offset ?? 0
	return rows.sort(compare).slice(offset, offset + (pagination?.limit ?? 10_000))
}
