import { Temporal } from 'temporal-polyfill'
import type { Event } from '../model/event.ts'
import type { Goal } from '../model/goal.ts'
import type { World } from './world.ts'

/**
 * A slow second opinion for tests: funnels, journeys and retention as their definitions say, over plain arrays.
 * It shares nothing with what it checks. Ranges are local dates; a filter is a function of an event or a visit.
 */
type Dates = readonly [string, string]
type Keep<T> = (one: T) => boolean

const MINUTE = 60_000
const byTime = (a: Event, b: Event) => a.time - b.time || a.id - b.id

function within({ timezone }: World, [from, to]: Dates): { from: number; to: number } {
	const start = (date: Temporal.PlainDate) => date.toZonedDateTime(timezone).epochMilliseconds
	return {
		from: start(Temporal.PlainDate.from(from)),
		to: start(Temporal.PlainDate.from(to).add({ days: 1 })),
	}
}

const groupsOf = <T>(list: readonly T[], key: (one: T) => number): T[][] => {
	const keys = [...new Set(list.map(key))]
	return keys.map((wanted) => list.filter((one) => key(one) === wanted))
}

function isStep(event: Event, goal: Goal): boolean {
	const props: Record<string, string> = event.props ? JSON.parse(event.props) : {}
	if (Object.entries(goal.props).some(([key, text]) => props[key] !== text)) return false
	if (goal.kind === 'event') return event.name === goal.event
	const escaped = goal.path.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')
	if (!new RegExp(`^${escaped}$`, 's').test(event.page)) return false
	if (goal.kind === 'page') return event.name === 'pageview'
	const depth = event.scrollDepth ?? -1
	return event.name === 'engagement' && depth >= goal.threshold && depth <= 100
}

/** Visitors of each step, by trying every chain of events. */
export function funnelReference(
	world: World,
	dates: Dates,
	keep: Keep<Event>,
	{ steps, order, windowMinutes }: { steps: readonly Goal[]; order: string; windowMinutes: number | null },
): number[] {
	const { from, to } = within(world, dates)
	const events = world.events.filter((one) => one.time >= from && one.time < to && keep(one)).sort(byTime)
	const reached = steps.map(() => new Set<number>())
	const walk = (list: Event[], at: number, step: number, first: Event): void => {
		reached[step]?.add(first.visitor)
		const next = steps[step + 1]
		if (!next) return
		for (let i = at + 1; i < list.length; i++) {
			const event = list[i] as Event
			const inTime = windowMinutes === null || event.time - first.time <= windowMinutes * MINUTE
			if (inTime && isStep(event, next)) walk(list, i, step + 1, first)
			// In strict order no page view and no custom event may lie between.
			if (order === 'strict' && event.name !== 'engagement') break
		}
	}
	for (const list of groupsOf(events, windowMinutes === null ? (one) => one.visit : (one) => one.visitor)) {
		for (const [i, event] of list.entries()) {
			if (steps[0] && isStep(event, steps[0])) walk(list, i, 0, event)
		}
	}
	return reached.map((visitors) => visitors.size)
}

/** Where each visit went, step by step: its pages in order, `null` where it had ended, and nothing after that. */
export function journeyReference(
	world: World,
	dates: Dates,
	keep: Keep<Event>,
	{ page, direction, depth }: { page: string | null; direction: string; depth: number },
): { visitor: number; walk: (string | null)[] }[] {
	const { from, to } = within(world, dates)
	const views = world.events.filter(
		(one) => one.name === 'pageview' && one.time >= from && one.time < to && keep(one),
	)
	return groupsOf(views.sort(byTime), (one) => one.visit).flatMap((list) => {
		const pages: string[] = []
		for (const view of list) if (view.page !== pages.at(-1)) pages.push(view.page)
		const start = page === null ? -1 : pages.indexOf(page)
		if (page !== null && start < 0) return []
		const walk: (string | null)[] = []
		for (let step = 1; step <= depth; step++) {
			const found = pages[direction === 'next' ? start + step : start - step]
			walk.push(found ?? null)
			if (found === undefined) break
		}
		return [{ visitor: list[0]?.visitor ?? 0, walk }]
	})
}

/** Visitors by the period of their first visit and the periods they came in; and those of each day. */
export function retentionReference(
	world: World,
	dates: Dates,
	keep: Keep<World['visits'][number]>,
	period: 'week' | 'month',
): { cohorts: Record<string, Record<string, number>>; days: Record<string, [number, number]> } {
	const { from, to } = within(world, dates)
	const dateOf = (instant: number) =>
		Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(world.timezone).toPlainDate()
	const periodOf = (instant: number): string => {
		const date = dateOf(instant)
		const first = period === 'month' ? date.with({ day: 1 }) : date.subtract({ days: date.dayOfWeek - 1 })
		return first.toString()
	}
	const cohorts: Record<string, Record<string, number>> = {}
	const days: Record<string, [number, number]> = {}
	const visits = world.visits.filter((one) => one.stable === 1 && one.startedAt < to && keep(one))
	for (const list of groupsOf(visits, (one) => one.visitor)) {
		const first = Math.min(...list.map((one) => one.startedAt))
		const inRange = list.filter((one) => one.startedAt >= from)
		for (const came of new Set(inRange.map((one) => periodOf(one.startedAt)))) {
			if (first < from) continue
			const cohort = cohorts[periodOf(first)] ?? {}
			cohorts[periodOf(first)] = cohort
			cohort[came] = (cohort[came] ?? 0) + 1
		}
		for (const day of new Set(inRange.map((one) => dateOf(one.startedAt).toString()))) {
			const counts = days[day] ?? [0, 0]
			days[day] = counts
			counts[0]++
			if (dateOf(first).toString() < day) counts[1]++
		}
	}
	return { cohorts, days }
}
