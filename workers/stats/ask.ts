import type { Plan, StatsBackend, Table } from './backend.ts'
import { conversionsOf, planOf, type Question, unconvertedOf, wholeOf } from './plan.ts'
import type { Prepared } from './prepare.ts'
import { metricOf } from './registry.ts'

/** What the store said to a question. */
export interface Answered {
	table: Table
	/** Rows that the page left out are not counted, but there are some behind it. */
	more: boolean
	/** What shares are shares of; null where none was asked for. */
	whole: number | null
	unconverted: number | null
	/** Amounts of money in other currencies than the goal's; null where none was asked for. */
	conversions: Conversions | null
}

export interface Conversions {
	converted: number
	/** Left out: without a rate. */
	unconverted: number
}

export interface AnsweredPair {
	main: Answered
	comparison: Answered | null
}

/**
 * Asks everything in one round trip. Lists (rows of other dimensions than time) are compared for the rows that
 * were found, so these comparisons take a second one.
 * @throws where the store does not answer.
 */
export async function askAll(backend: StatsBackend, prepared: readonly Prepared[]): Promise<AnsweredPair[]> {
	const mains = prepared.map(({ main }) => planned(main, null))
	const early = prepared.map(({ comparison }) =>
		comparison && !isList(comparison) ? planned(comparison, null) : {},
	)
	const first = await ask(backend, [...mains, ...early])
	const late = prepared.map(({ comparison }, i) =>
		comparison && isList(comparison) ? planned(comparison, first[i]?.table ?? null) : {},
	)
	const second = late.some(({ table }) => table) ? await ask(backend, late) : []
	return prepared.map(({ comparison }, i) => ({
		main: first[i] ?? NOTHING,
		comparison: comparison && ((isList(comparison) ? second[i] : first[mains.length + i]) ?? NOTHING),
	}))
}

const NOTHING: Answered = {
	table: { rows: [], totalRows: null },
	more: false,
	whole: null,
	unconverted: null,
	conversions: null,
}

const isList = ({ dimensions }: Question): boolean =>
	dimensions.length > 0 && !dimensions.some(({ of }) => of === 'time')

/** The plans of one question, by what they are for. */
interface Plans {
	table?: Plan
	/** Rows that the answer may have. */
	rows?: number
	whole?: Plan
	unconverted?: Plan
	conversions?: Plan
}

/** The plan of a question, and those of what its answer has to know besides. With `like`, for the rows of another table only. */
function planned(question: Question, like: Table | null): Plans {
	const plan = planOf(question)
	const only = plan.dimensions.map((_, i) => [...new Set(like?.rows.map((row) => String(row.dimensions[i])))])
	const table = like ? { ...plan, only, offset: 0, limit: MOST_COMPARED, totalRows: false } : plan
	const formulas = question.query.metrics.map((metric) => metricOf(metric).formula)
	const shares = (by: 'whole' | 'unconverted') => formulas.some((one) => one.is === 'share' && one.by === by)
	return {
		table,
		...(like ? {} : { rows: question.query.pagination.limit }),
		...(shares('whole') ? { whole: wholeOf(question) } : {}),
		...(shares('unconverted') ? { unconverted: unconvertedOf(question) } : {}),
		...(plan.revenue ? { conversions: conversionsOf(plan) } : {}),
	}
}

/** All plans that a question asks. */
export function plansOf(question: Question): Plan[] {
	const { table, whole, unconverted, conversions } = planned(question, null)
	return [table, whole, unconverted, conversions].filter((one) => one !== undefined)
}

const MOST_COMPARED = 10_000

/** Answers all plans of all groups together. */
async function ask(backend: StatsBackend, groups: readonly Plans[]): Promise<Answered[]> {
	const plans = new Set(
		groups.flatMap(({ table, whole, unconverted, conversions }) =>
			[table, whole, unconverted, conversions].filter((one) => one !== undefined),
		),
	)
	const tables = await backend.answer([...plans])
	const found = new Map([...plans].map((plan, i) => [plan, tables[i]]))
	const of = (plan: Plan | undefined): Table | undefined => plan && found.get(plan)
	return groups.map(({ table, whole, unconverted, conversions, rows }) => ({
		...cut(of(table) ?? NOTHING.table, rows),
		whole: of(whole)?.rows[0]?.metrics[0] ?? null,
		unconverted: of(unconverted)?.rows[0]?.metrics[0] ?? null,
		conversions: conversions ? sumOf(of(conversions)) : null,
	}))
}

/** A table without the row that only says that there are more. */
function cut(table: Table, rows = table.rows.length): Pick<Answered, 'table' | 'more'> {
	const more = table.rows.length > rows
	return { table: more ? { ...table, rows: table.rows.slice(0, rows) } : table, more }
}

function sumOf(table: Table | undefined): Conversions {
	const sum = (i: number): number => table?.rows.reduce((all, row) => all + (row.metrics[i] ?? 0), 0) ?? 0
	return { converted: sum(0), unconverted: sum(1) }
}
