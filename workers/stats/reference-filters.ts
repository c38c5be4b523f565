import type { Event } from '../model/event.ts'
import type { Goal, Segment } from '../model/goal.ts'
import type { Visit } from '../model/visit.ts'

/** Filters, goals and values of dimensions as the slow reference sees them: over plain objects, as they are sent. */

/** A visit, or an event within it; under one goal, where rows are by goal. */
export type Thing = { visit: Visit; event?: Event; goal?: Goal }

/** Whether an event reaches a goal. */
export function reaches(goal: Goal, event: Event | undefined): boolean {
	if (!event) return false
	const onPath = (path: string): boolean => {
		const parts = path.split('*').map((part) => part.replace(/[^\w/]/g, '\\$&'))
		return new RegExp(`^${parts.join('.*')}$`, 's').test(event.page)
	}
	const props = event.props ? (JSON.parse(event.props) as Record<string, string>) : {}
	if (!Object.entries(goal.props).every(([name, text]) => props[name] === text)) return false
	switch (goal.kind) {
		case 'page':
			return event.name === 'pageview' && onPath(goal.path)
		case 'event':
			return event.name === goal.event && event.name !== 'engagement'
		case 'scroll':
			return (
				event.name === 'engagement' &&
				onPath(goal.path) &&
				(event.scrollDepth ?? 0) >= goal.threshold &&
				(event.scrollDepth ?? 0) <= 100
			)
	}
}

export const goalFilters = (filters: unknown[]): unknown[] =>
	filters.filter((filter) => (filter as [string, unknown])[1] === 'event:goal')

/** The goals that a filter names. */
export function goalsNamed(filter: unknown, goals: readonly Goal[]): Goal[] {
	const [operator, , clauses] = filter as [string, string, string[]]
	return goals.filter(({ name }) =>
		clauses.some((clause) => (operator === 'is' ? name === clause : name.includes(clause))),
	)
}

/** Filters with those of segments in their place. */
export function spelled(filters: unknown[], segments: readonly Segment[]): unknown[] {
	return filters.flatMap((filter) => {
		const [operator, subject, ids] = filter as [string, unknown, number[]]
		if (subject === 'segment')
			return segments.filter(({ id }) => ids.includes(id)).flatMap((one) => one.filters)
		if (operator === 'not') return [['not', ['and', spelled([subject], segments)]]]
		if (operator === 'and' || operator === 'or') {
			return [[operator, (subject as unknown[]).map((part) => ['and', spelled([part], segments)])]]
		}
		return [filter]
	})
}

/** The text that an answer prints for a dimension. */
export function answered(name: string, one: Thing): string {
	if (name === 'event:goal') return one.goal?.name ?? ''
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
	const own = {
		'event:page': event?.page,
		'event:name': event?.name,
		'event:hostname': event?.hostname,
		'event:title': event?.title,
	}
	const of = {
		'visit:source': visit.source,
		'visit:channel': visit.channel,
		'visit:country': visit.country,
		'visit:browser': visit.browser,
		'visit:device': visit.device,
		'visit:language': visit.language,
		'visit:screen_class': visit.screenClass,
		'visit:asn_kind': visit.asnKind,
		'visit:entry_page': visit.entryPage,
		'visit:exit_page': visit.exitPage,
		...own,
	}
	const text = of[name as keyof typeof of]
	if (text === undefined) throw new Error(name)
	return text
}

/** Whether a filter holds for a visit, or for an event within its visit. */
export function holds(filter: unknown, one: Thing, real: Thing[], goals: readonly Goal[]): boolean {
	const [operator, subject, clauses] = filter as [string, unknown, string[]]
	const part = (of: unknown, other = one) => holds(of, other, real, goals)
	if (operator === 'and') return (subject as unknown[]).every((of) => part(of))
	if (operator === 'or') return (subject as unknown[]).some((of) => part(of))
	if (operator === 'not') return !part(subject)
	if (operator === 'has_done') return real.some((other) => other.visit === one.visit && part(subject, other))
	if (operator === 'has_not_done') return !part(['has_done', subject])
	if (subject === 'event:goal') return goalsNamed(filter, goals).some((goal) => reaches(goal, one.event))
	if (operator.endsWith('_not')) return !part([operator.replace('_not', ''), subject, clauses])
	const text = stored(subject as string, one)
	if (operator === 'contains') return clauses.some((clause) => text.includes(clause))
	if (operator === 'matches') return clauses.some((clause) => new RegExp(clause).test(text))
	return clauses.some((clause) => clause === text || clause === answered(subject as string, one))
}

export const onEntry = (filter: unknown): unknown =>
	JSON.parse(JSON.stringify(filter).replaceAll('event:page', 'visit:entry_page'))

/** Dimensions that filters name, those inside has_done left out. */
export function namesIn(filters: unknown[]): string[] {
	return filters.flatMap((filter) => {
		const [operator, subject] = filter as [string, unknown]
		if (operator === 'has_done' || operator === 'has_not_done') return []
		if (operator === 'and' || operator === 'or') return namesIn(subject as unknown[])
		return operator === 'not' ? namesIn([subject]) : [subject as string]
	})
}
