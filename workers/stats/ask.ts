import type { Plan, StatsBackend, Table } from './backend.ts'
import { divisorOf, planOf, type Question } from './plan.ts'
import type { Prepared } from './prepare.ts'

/** What the store said to a question. */
export interface Answered {
	table: Table
	/** What shares are shares of; null where none was asked for. */
	divisor: number | null
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
		comparison && !isList(comparison) ? planned(comparison, null) : [],
	)
	const first = await ask(backend, [...mains, ...early])
	const late = prepared.map(({ comparison }, i) =>
		comparison && isList(comparison) ? planned(comparison, first[i]?.table ?? null) : [],
	)
	const second = late.some((plans) => plans.length > 0) ? await ask(backend, late) : []
	return prepared.map(({ comparison }, i) => ({
		main: first[i] ?? NOTHING,
		comparison: comparison && ((isList(comparison) ? second[i] : first[mains.length + i]) ?? NOTHING),
	}))
}

const NOTHING: Answered = { table: { rows: [], totalRows: null }, divisor: null }

const isList = ({ dimensions }: Question): boolean =>
	dimensions.length > 0 && !dimensions.some(({ of }) => of === 'time')

/** The plan of a question, then that of its divisor. With `like`, for the rows of another table only. */
function planned(question: Question, like: Table | null): Plan[] {
	const plan = planOf(question)
	const only = plan.dimensions.map((_, i) => [...new Set(like?.rows.map((row) => String(row.dimensions[i])))])
	const wanted = like ? { ...plan, only, offset: 0, limit: MOST_COMPARED, totalRows: false } : plan
	return question.query.metrics.includes('percentage') ? [wanted, divisorOf(question)] : [wanted]
}

const MOST_COMPARED = 10_000

async function ask(backend: StatsBackend, groups: readonly Plan[][]): Promise<Answered[]> {
	const tables = await backend.answer(groups.flat())
	let next = 0
	return groups.map((group) => {
		const [table, divisor] = tables.slice(next, next + group.length)
		next += group.length
		return { table: table ?? NOTHING.table, divisor: divisor?.rows[0]?.metrics[0] ?? null }
	})
}
