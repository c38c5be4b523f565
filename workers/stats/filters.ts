import type { Goal, Segment } from '../model/goal.ts'
import { matcherOf } from './pattern.ts'
import { type Dimension, dimensionOf } from './registry.ts'

/**
 * The one filter grammar: `is`, `is_not`, `contains`, `contains_not`, `matches`, `matches_not` on a dimension;
 * `and`, `or`, `not` of filters; `has_done`, `has_not_done` of event filters; `is` and `contains` on the site's
 * goals; `is` on its segments, which stand for the filters they hold. Longer than most files, since a grammar is
 * read in one place. A negation is exactly "not the
 * positive": several clauses are alternatives, and none of them may match.
 */
export type Filter =
	| { kind: 'and' | 'or'; filters: Filter[] }
	| { kind: 'not'; filter: Filter }
	/** The visit holds an event that the filter selects. */
	| { kind: 'done'; filter: Filter }
	/** The event reaches one of these; of the top level only. */
	| { kind: 'goal'; goals: Goal[] }
	| Test

export interface Test {
	kind: 'test'
	dimension: Dimension
	operator: Operator
	clauses: string[]
	caseSensitive: boolean
}

export type Operator = 'is' | 'contains' | 'matches'

/** What a site has that filters can name. */
export interface Known {
	goals: readonly Goal[]
	segments: readonly Segment[]
}

const NOTHING: Known = { goals: [], segments: [] }

/** What a list of filters may hold at most: every one of them costs SQL text, and D1's is bounded. */
const MOST = { depth: 10, tests: 100, clauses: 1_000, length: 2_000 } as const

/** Told where it is and what is wrong with it. */
export type Complain = (pointer: string, text: string) => void

/** Thrown inside this file only: the first fault ends the reading of one top-level filter. */
class Fault extends Error {
	readonly pointer: string
	constructor(pointer: string, reason: string) {
		super(reason)
		this.pointer = pointer
	}
}

interface Place {
	pointer: string
	/** 1 for a filter of the list itself. */
	depth: number
	/** Inside `has_done`. */
	done: boolean
	/** Of the segment that is being read: faults in it are faults of the filter that names it. */
	segment: string | null
}

/** Reads the list `filters` of a query; faults go to `complain`, one a top-level filter. */
export function parseFilters(
	sent: unknown,
	dashboard: boolean,
	complain: Complain,
	known: Known = NOTHING,
): Filter[] {
	if (sent === undefined) return []
	if (!Array.isArray(sent)) {
		complain('#/filters', `Invalid filters ${quote(sent)}: a list of filters is needed`)
		return []
	}
	const reader = new Reader(dashboard, known)
	const filters: Filter[] = []
	for (const [i, one] of sent.entries()) {
		try {
			const place = { pointer: `#/filters/${i}`, depth: 1, done: false, segment: null }
			const segments = reader.segmentsOf(one, place)
			// What the top level alone may hold may stand in a segment that it names, too.
			if (segments) filters.push(...reader.contents(segments, place))
			else filters.push(reader.filter(one, place))
		} catch (fault) {
			if (!(fault instanceof Fault)) throw fault
			complain(fault.pointer, fault.message)
			if (reader.full) break
		}
	}
	return filters
}

/** A value as JSON, short enough to print; what is nested too deep for that is not printed. */
export function quote(value: unknown): string {
	try {
		const text = JSON.stringify(value) ?? 'undefined'
		return text.length > 200 ? `${text.slice(0, 200)}…` : text
	} catch {
		return '…'
	}
}

/** Ends the reading of a filter with a reason. */
type Refuse = (reason: string) => never

class Reader {
	readonly #dashboard: boolean
	readonly #known: Known
	#tests = 0
	#clauses = 0

	constructor(dashboard: boolean, known: Known) {
		this.#dashboard = dashboard
		this.#known = known
	}

	get full(): boolean {
		return this.#tests > MOST.tests || this.#clauses > MOST.clauses
	}

	filter(sent: unknown, place: Place): Filter {
		const invalid = this.#refusal(sent, place)
		if (place.depth > MOST.depth) return invalid(`filters may be nested ${MOST.depth} deep`)
		if (!Array.isArray(sent)) return invalid('a filter is a list that begins with an operator')
		const [operator, ...rest]: unknown[] = sent
		const inside = (i: number, done = place.done): Place => ({
			pointer: place.segment === null ? `${place.pointer}/${i}` : place.pointer,
			depth: place.depth + 1,
			done,
			segment: place.segment,
		})
		switch (operator) {
			case 'and':
			case 'or': {
				const [parts] = rest
				if (rest.length !== 1 || !Array.isArray(parts) || parts.length === 0) {
					return invalid(`"${operator}" takes one list of at least one filter`)
				}
				const { pointer, segment } = inside(1)
				const at = (i: number): string => (segment === null ? `${pointer}/${i}` : pointer)
				return {
					kind: operator,
					filters: parts.map((part, i) => this.filter(part, { ...inside(1), pointer: at(i) })),
				}
			}
			case 'not':
				if (rest.length !== 1) return invalid('"not" takes one filter')
				return { kind: 'not', filter: this.filter(rest[0], inside(1)) }
			case 'has_done':
			case 'has_not_done': {
				if (rest.length !== 1) return invalid(`"${operator}" takes one filter`)
				if (place.done) return invalid(`"${operator}" cannot be nested`)
				const done: Filter = { kind: 'done', filter: this.filter(rest[0], inside(1, true)) }
				return operator === 'has_done' ? done : { kind: 'not', filter: done }
			}
			case 'is':
			case 'is_not':
			case 'contains':
			case 'contains_not':
			case 'matches':
			case 'matches_not': {
				const segments = this.segmentsOf(sent, place)
				if (segments)
					return { kind: 'and', filters: this.contents(segments, { ...place, depth: place.depth + 1 }) }
				if (rest[0] === 'event:goal') return this.#goal(operator, rest, place, invalid)
				const test = this.#test(operator, rest, place, invalid)
				return operator.endsWith('_not') ? { kind: 'not', filter: test } : test
			}
			default:
				return invalid(`unknown operator ${quote(operator)}`)
		}
	}

	#test(operator: string, rest: unknown[], place: Place, invalid: Refuse): Test {
		const [name, clauses, modifiers] = rest
		if (typeof name !== 'string') return invalid('the second element names a dimension')
		const dimension = dimensionOf(name, this.#dashboard)
		if (!dimension || dimension.of === 'time' || dimension.of === 'goal')
			return invalid(`unknown dimension ${quote(name)}`)
		const isEvent = dimension.of === 'event' || dimension.of === 'property'
		if (place.done && !isEvent) return invalid('has_done takes filters on event dimensions only')
		if (name === 'event:hostname' && place.depth > 1)
			return invalid('event:hostname is for the top level only')
		const base = operator.replace(/_not$/, '') as Operator
		if (!Array.isArray(clauses) || clauses.length === 0)
			return invalid('a list of at least one clause is needed')
		const texts = clauses.map(
			(clause: unknown) => clauseOf(clause, name, base) ?? invalid(reasonOf(clause, name)),
		)
		this.#weigh(texts.length, invalid)
		const caseSensitive = modifierOf(modifiers, rest.length, base)
		if (caseSensitive === null) return invalid('the modifiers may hold case_sensitive: true or false alone')
		const patterns = base === 'matches' ? matcherOf(texts) : null
		if (typeof patterns === 'string') return invalid(patterns)
		return { kind: 'test', dimension, operator: base, clauses: texts, caseSensitive }
	}

	#weigh(clauses: number, invalid: Refuse): void {
		this.#tests++
		this.#clauses += clauses
		if (this.#tests > MOST.tests) invalid(`a query may hold ${MOST.tests} filters`)
		if (this.#clauses > MOST.clauses) invalid(`a query may hold ${MOST.clauses} clauses`)
	}

	#refusal(sent: unknown, { pointer, segment }: Place): Refuse {
		const whose = segment === null ? '' : ` of the segment ${quote(segment)}`
		return (reason) => {
			throw new Fault(pointer, `Invalid filter ${quote(sent)}${whose}: ${reason}`)
		}
	}

	#goal(operator: string, rest: unknown[], place: Place, invalid: Refuse): Filter {
		const [, clauses, modifiers] = rest
		if (operator !== 'is' && operator !== 'contains') return invalid('event:goal takes is and contains only')
		if (place.depth > 1) return invalid('event:goal is for the top level only')
		if (!Array.isArray(clauses) || clauses.length === 0)
			return invalid('a list of at least one clause is needed')
		const texts = clauses.map(
			(clause: unknown) =>
				clauseOf(clause, 'event:goal', operator) ?? invalid(reasonOf(clause, 'event:goal')),
		)
		this.#weigh(texts.length, invalid)
		const caseSensitive = modifierOf(modifiers, rest.length, operator)
		if (caseSensitive === null) return invalid('the modifiers may hold case_sensitive: true or false alone')
		const fold = (text: string): string => (caseSensitive ? text : text.toLowerCase())
		const passes = (goal: Goal, text: string): boolean =>
			operator === 'is' ? fold(goal.name) === fold(text) : fold(goal.name).includes(fold(text))
		const { goals } = this.#known
		const unknown = texts.find((text) => !goals.some((goal) => passes(goal, text)))
		if (unknown !== undefined && operator === 'is') return invalid(`the site has no goal ${quote(unknown)}`)
		return { kind: 'goal', goals: goals.filter((goal) => texts.some((text) => passes(goal, text))) }
	}

	/** The segments that a filter names; null where it is about something else. */
	segmentsOf(sent: unknown, place: Place): Segment[] | null {
		if (!Array.isArray(sent) || sent[1] !== 'segment') return null
		const invalid = this.#refusal(sent, place)
		const [operator, , ids]: unknown[] = sent
		if (operator !== 'is' || sent.length !== 3) return invalid('a segment takes is and a list of ids only')
		if (place.segment !== null) return invalid('segments cannot hold segments')
		if (!Array.isArray(ids) || ids.length === 0) return invalid('a list of at least one id is needed')
		return ids.map((id: unknown) => {
			const found = this.#known.segments.find((one) => one.id === id)
			return found ?? invalid(`there is no segment ${quote(id)}`)
		})
	}

	/** All filters of segments. */
	contents(segments: readonly Segment[], place: Place): Filter[] {
		return segments.flatMap(({ name, filters }) =>
			filters.map((one) => this.filter(one, { ...place, segment: name })),
		)
	}
}

/** Filters with those of segments in their place: as an answer repeats them. They were read before. */
export function expanded(sent: unknown, segments: readonly Segment[]): unknown {
	if (!Array.isArray(sent)) return sent
	const within = (filter: unknown): unknown => {
		if (!Array.isArray(filter)) return filter
		const [operator, subject]: unknown[] = filter
		if (subject === 'segment') return ['and', held(filter)]
		if (operator === 'and' || operator === 'or') {
			return [operator, Array.isArray(subject) ? subject.map(within) : subject]
		}
		return Array.isArray(subject) ? [operator, within(subject)] : filter
	}
	const held = ([, , ids]: unknown[]): unknown[] =>
		(Array.isArray(ids) ? ids : []).flatMap((id) => segments.find((one) => one.id === id)?.filters ?? [])
	return sent.flatMap((one: unknown) =>
		Array.isArray(one) && one[1] === 'segment' ? held(one) : [within(one)],
	)
}

/** A clause as text; null where it cannot stand for this dimension. */
function clauseOf(clause: unknown, name: string, operator: Operator): string | null {
	// The peer's cities are GeoNames numbers: such a clause is in order, and names none of our cities.
	if (name === 'visit:city' && Number.isSafeInteger(clause)) return String(clause)
	if (typeof clause !== 'string' || clause.length > MOST.length) return null
	const code = name !== 'visit:country' || operator !== 'is'
	return code || /^([A-Za-z0-9]{2}|\(not set\))?$/.test(clause) ? clause : null
}

function reasonOf(clause: unknown, name: string): string {
	if (typeof clause !== 'string') return `${quote(clause)} is no text`
	return clause.length > MOST.length
		? `a clause may have ${MOST.length} characters`
		: `${quote(clause)} is no value of ${name}: countries are codes of two letters`
}

/** Whether upper and lower case differ, true unless said otherwise; null where the modifiers are not in order. */
function modifierOf(sent: unknown, length: number, operator: Operator): boolean | null {
	if (length < 3) return true
	if (length > 3 || operator === 'matches' || typeof sent !== 'object' || sent === null) return null
	const { case_sensitive: sensitive = true, ...others } = sent as Record<string, unknown>
	if (Array.isArray(sent) || Object.keys(others).length > 0 || typeof sensitive !== 'boolean') return null
	return sensitive
}

/** All tests of filters (goals are none), those inside `done` only where asked for. */
export function* testsOf(filters: readonly Filter[], inDone: boolean): Generator<Test> {
	for (const filter of filters) {
		if (filter.kind === 'test') yield filter
		else if (filter.kind === 'not') yield* testsOf([filter.filter], inDone)
		else if (filter.kind === 'goal') continue
		else if (filter.kind !== 'done') yield* testsOf(filter.filters, inDone)
		else if (inDone) yield* testsOf([filter.filter], inDone)
	}
}
