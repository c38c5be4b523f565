import type { Plan, Row, Table } from './backend.ts'
import { kindOfNames } from './conditions.ts'
import { isCovered, isToTheLetter } from './engine-accuracy.ts'
import { MAX_GROUPS } from './engine-parts.ts'
import { CannotAnswer } from './engine-sql.ts'
import { nameOf } from './names.ts'
import { type Countable, type Formula, metricOf } from './registry.ts'

/** A table with what sampling has done to it. */
export interface EngineTable extends Table {
	/** Events that the least kept row stands for: 1 where every event was read. */
	interval: number
	/**
	 * Half the width of the 95 % interval of each metric, row by row, in the metric's own unit; 0 where it is
	 * exact, null where sampling leaves nothing to say.
	 */
	margins: (number | null)[][]
	/**
	 * Metrics for which something near is counted. Their margins are about the sample alone: by how much the rule
	 * itself misses is not known.
	 */
	approximate: Countable[]
}

/** What the API gave for one part. */
export type Answer = readonly Record<string, unknown>[]

/** Figures of one row, by column; those of all parts together. */
type Figures = Record<string, number>

interface Group {
	dimensions: (string | number)[]
	figures: Figures
}

/** Puts the parts of a plan together: the first says which rows there are. @throws CannotAnswer on too many. */
export function tableOf(plan: Plan, answers: readonly Answer[]): EngineTable {
	const [head = new Map<string, Group>(), ...others] = answers.map((answer) => groupsOf(plan, answer))
	if (plan.dimensions.length === 0 && head.size === 0) head.set('[]', { dimensions: [], figures: {} })
	const rows = [...head].map(([key, { dimensions, figures }]) => {
		const all = others.reduce((sum, groups) => joined(sum, groups.get(key)?.figures ?? {}), figures)
		const told = plan.metrics.map((metric) => figureOf(plan, metric, all))
		return {
			dimensions,
			metrics: told.map(({ value }) => value),
			margins: told.map(({ margin }) => margin),
			interval: all.w ?? 1,
		}
	})
	const wanted = rows.filter(
		(row) => plan.only?.every((values, i) => values.includes(String(row.dimensions[i]))) ?? true,
	)
	const page = wanted.sort(orderOf(plan)).slice(plan.offset, plan.offset + plan.limit)
	const interval = rows.reduce((most, row) => Math.max(most, row.interval), 1)
	return {
		rows: page.map(({ dimensions, metrics }) => ({ dimensions, metrics })),
		totalRows: plan.totalRows ? wanted.length : null,
		margins: page.map(({ margins }) => margins),
		interval,
		approximate: plan.metrics.filter((metric) => isApproximate(plan, metric, interval > 1)),
	}
}

function isApproximate(plan: Plan, metric: Countable, sampled: boolean): boolean {
	const { formula } = metricOf(metric)
	if (formula.of === 'pageviews' || formula.of === 'events') return false
	if (!isToTheLetter(plan)) return true
	if (!sampled) return false
	if (formula.of === 'visits') return plan.scope === 'events'
	return formula.of === 'visitors' && !isCovered(plan)
}

function groupsOf(plan: Plan, answer: Answer): Map<string, Group> {
	if (answer.length > MAX_GROUPS) throw new CannotAnswer('more rows than an answer may have')
	const groups = new Map<string, Group>()
	for (const record of answer) {
		const dimensions = plan.dimensions.map((one, i) => labelOf(one, record[`d${i}`]))
		const figures: Figures = {}
		// Whole numbers of 64 bits may come as texts.
		for (const [column, value] of Object.entries(record)) {
			if (!/^d\d+$/.test(column) && value !== null) figures[column] = Number(value)
		}
		// Without rows a total is one row of nothing.
		if (plan.dimensions.length === 0 && !figures.w) continue
		const key = JSON.stringify(dimensions)
		groups.set(key, { dimensions, figures: joined(groups.get(key)?.figures ?? {}, figures) })
	}
	return groups
}

/** Values that go by one name are one row: their figures add up. */
function joined(a: Figures, b: Figures): Figures {
	const sum = { ...a }
	for (const [column, value] of Object.entries(b)) {
		sum[column] = column === 'w' ? Math.max(sum.w ?? 1, value) : (sum[column] ?? 0) + value
	}
	return sum
}

function labelOf(dimension: Plan['dimensions'][number], value: unknown): string | number {
	if (dimension.of === 'time') return Number(value)
	const stored = String(value)
	if (stored === '') return dimension.blank
	const names = kindOfNames(dimension)
	return names ? nameOf(names, stored) : stored
}

interface Figure {
	value: number | null
	margin: number | null
}

const EXACT = 0
/** Standard errors on either side that hold 95 % of a normal distribution. */
const Z = 1.96
const NOTHING_TO_SAY: Figure = { value: null, margin: null }

/** Measures that a sample cannot tell (`engine-engagement.ts`). */
const WHOLE_ONLY: readonly string[] = ['depth', 'engaged']

function figureOf(plan: Plan, metric: Countable, figures: Figures): Figure {
	const { formula } = metricOf(metric)
	const sampled = (figures.w ?? 1) > 1
	switch (formula.is) {
		case 'count':
		case 'share':
			return countOf(plan, formula.of, figures, sampled)
		case 'percentile':
			return { value: figures[formula.of] ?? null, margin: sampled ? null : EXACT }
		case 'ratio':
			if (sampled && (WHOLE_ONLY.includes(formula.of) || isOfHolders(plan))) return NOTHING_TO_SAY
			return ratioOf(plan, formula, figures, sampled)
		default:
			throw new CannotAnswer(`no ${metric}`)
	}
}

/** Visits that hold an event that matches: of those whose matching row was not kept nothing is known. */
const isOfHolders = ({ scope, conditions }: Plan): boolean => scope === 'events' && conditions.length > 0

function countOf(plan: Plan, measure: string, figures: Figures, sampled: boolean): Figure {
	if (!sampled) {
		const value = figures[`n_${measure}`] ?? figures[measure] ?? 0
		return { value, margin: EXACT }
	}
	if (measure === 'visits' && plan.scope === 'events') {
		// No flag tells a visit's first matching event: as many for each visitor as among the kept rows.
		const each = (figures.n_visits ?? 0) / (figures.n_visitors || 1)
		const visitors = countOf(plan, 'visitors', figures, sampled)
		const times = (x: number | null) => (x === null ? null : Math.round(x * each))
		return { value: times(visitors.value), margin: times(visitors.margin) }
	}
	return {
		value: figures[measure] ?? 0,
		margin: Z * Math.sqrt((figures[`v_${measure}`] ?? 0) + oneRow(figures)),
	}
}

/** The variance of one more kept row: where few were kept, their own spread says too little, and of none nothing. */
const oneRow = ({ w = 1 }: Figures): number => w * (w - 1)

function ratioOf(plan: Plan, of: Formula & { is: 'ratio' }, figures: Figures, sampled: boolean): Figure {
	// Of visits that entered by a page that the filter asks for, bounces and visits are columns of their own.
	const prefix = of.by === 'entered' ? 'e_' : ''
	const by = of.by === 'entered' ? 'started' : of.by
	const column = (name: string) => figures[name] ?? 0
	const [dividend, divisor] = [column(`${prefix}${of.of}`), column(`${prefix}${by}`)]
	if (divisor <= 0) {
		return {
			value: of.none === null || plan.dimensions.length > 0 ? null : of.none,
			margin: sampled ? null : EXACT,
		}
	}
	// Whole numbers only, rounded half up, as every backend does.
	const scale = 10 ** of.decimals
	const value =
		Math.floor((2 * of.times * scale * dividend + divisor * of.per) / (2 * divisor * of.per)) / scale
	if (!sampled) return { value, margin: EXACT }
	const ratio = dividend / divisor
	const variance = column(`v_${of.of}`) - 2 * ratio * column(`c_${of.of}`) + ratio * ratio * column(`v_${by}`)
	return { value, margin: (Z * Math.sqrt(Math.max(variance, 0)) * of.times) / (divisor * of.per) }
}

/** As asked; the dimensions come last in every order, so that pages never overlap. Null is the least. */
function orderOf(plan: Plan): (a: Row, b: Row) => number {
	const metrics: readonly string[] = plan.metrics
	const orders = [...plan.order, ...plan.dimensions.map(({ name }) => [name, 'asc'] as const)].map(
		([named, way]) => {
			const metric = metrics.indexOf(named)
			const dimension = plan.dimensions.findIndex(({ name }) => name === named)
			const read = (row: Row) => (metric >= 0 ? row.metrics[metric] : row.dimensions[dimension]) ?? -Infinity
			return { read, sign: way === 'asc' ? 1 : -1 }
		},
	)
	return (a, b) => {
		for (const { read, sign } of orders) {
			const [x, y] = [read(a), read(b)]
			if (x !== y) return x < y ? -sign : sign
		}
		return 0
	}
}
