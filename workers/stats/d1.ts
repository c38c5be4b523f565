import type { Folded } from '../model/folded.ts'
import { type Reach, rawReach, WHOLE } from '../model/reach.ts'
import { oldestRow } from '../store/erase.ts'
import { firstFolded } from '../store/fold.ts'
import {
	type Extent,
	MAX_VALUES,
	type Plan,
	type Row,
	type StatsBackend,
	type Table,
	type ValuesOf,
} from './backend.ts'
import { pagesUpTo, wildOf } from './d1-rows.ts'
import { sharesOf } from './d1-shared.ts'
import { isSketched, mended, type Sketched, sketchOf } from './d1-sketch.ts'
import { spell } from './d1-statement.ts'
import { storedValues } from './d1-values.ts'
import { extentOf } from './extent.ts'
import { type Statement, statement } from './sql.ts'
import { TooMuch } from './too-much.ts'

/** Goals with wildcards that are weighed against any number of pages: 100,000 take some seconds. */
const EASY_GOALS = 64
/** Goals with wildcards times pages: D1 compares about a million a second, and has thirty. */
const MOST_WEIGHED = 10_000_000

/** Raw rows and rollups in D1: exact, and the whole of a site's past. */
export class D1Backend implements StatsBackend {
	readonly #db: D1Database
	readonly #folded: Folded | null
	readonly #reach: Reach
	readonly #mostWeighed: number

	/**
	 * @param folded how far the site's rollups are; they are used where they hold the answer.
	 * @param reach how far back its rows reach.
	 * @param mostWeighed goals with wildcards times pages that it takes upon itself.
	 */
	constructor(
		db: D1Database,
		folded: Folded | null = null,
		reach: Reach = WHOLE,
		mostWeighed = MOST_WEIGHED,
	) {
		this.#mostWeighed = mostWeighed
		this.#db = db
		this.#folded = folded
		this.#reach = reach
	}

	/** @throws TooMuch besides, where the goals of a plan cannot be weighed in the time that D1 has. */
	async answer(plans: readonly Plan[]): Promise<Table[]> {
		await this.#weigh(plans)
		const sketched = plans.filter((plan) => isSketched(plan, this.#folded))
		if (sketched.length > 0) return this.#answerSketched(plans, sketched)
		return this.#answer(plans)
	}

	/** Answers some plans with the help of sketches. */
	async #answerSketched(plans: readonly Plan[], sketched: readonly Plan[]): Promise<Table[]> {
		const folded = this.#folded
		const [tables, found] = await Promise.all([
			this.#answer(plans),
			this.#run<Sketched>(folded ? sketched.map((plan) => sketchOf(plan, folded)) : []),
		])
		return plans.map((plan, i) => {
			const table = tables[i] ?? { rows: [], totalRows: null }
			const told = found[sketched.indexOf(plan)]?.[0]
			return told ? mended(plan, table, told) : table
		})
	}

	async #answer(plans: readonly Plan[]): Promise<Table[]> {
		const shares = sharesOf(plans, this.#folded)
		const shared = new Set(shares.flatMap((share) => share.plans))
		const alone = plans.filter((plan) => !shared.has(plan))
		const rows = await this.#run<Record<string, number | string | null>>([
			...alone.map((plan) => spell(plan, this.#folded)),
			...shares.map((share) => share.statement),
		])
		const tables = new Map(alone.map((plan, i) => [plan, tableOf(plan, rows[i] ?? [])]))
		shares.forEach((share, i) => {
			const [row] = rows[alone.length + i] ?? []
			share.plans.forEach((plan, j) => {
				tables.set(plan, sharedTableOf(plan, row?.[`p${j}`]))
			})
		})
		return plans.map((plan) => tables.get(plan) ?? { rows: [], totalRows: null })
	}

	async values(asked: readonly ValuesOf[]): Promise<string[][]> {
		const rows = await this.#run<{ value: string }>(
			asked.map((one) => storedValues(one, MAX_VALUES + 1, rawReach(this.#reach))),
		)
		return rows.map((list) => list.map(({ value }) => value))
	}

	async oldest(site: number): Promise<number | null> {
		const [row, sum] = await Promise.all([
			oldestRow(this.#db, site),
			// Sums may be kept longer than their rows.
			this.#folded && firstFolded(this.#db, site, this.#folded.from),
		])
		return row === null || sum === null ? (row ?? sum) : Math.min(row, sum)
	}

	extentOf(plan: Plan): Extent {
		return extentOf(plan, this.#folded, this.#reach)
	}

	/** Each goal with wildcards is compared with each page of the range: many of them need some pages only. */
	async #weigh(plans: readonly Plan[]): Promise<void> {
		const heavy = plans.flatMap((plan) => {
			const goals = wildOf(plan)
			return goals > EASY_GOALS ? [{ plan, most: Math.floor(this.#mostWeighed / goals) }] : []
		})
		const counts = await this.#run<{ pages: number }>(
			heavy.map(({ plan, most }) => statement(pagesUpTo(plan, most + 1))),
		)
		if (heavy.some(({ most }, i) => (counts[i]?.[0]?.pages ?? 0) > most)) throw new TooMuch()
	}

	/** Runs statements in one batch; equal ones once. */
	async #run<R>(statements: readonly Statement[]): Promise<R[][]> {
		// D1 refuses an empty batch.
		if (statements.length === 0) return []
		const distinct = new Map(statements.map((one) => [keyOf(one), one]))
		const keys = [...distinct.keys()]
		const results = await this.#db.batch<R>(
			[...distinct.values()].map(({ text, values }) => {
				const prepared = this.#db.prepare(text)
				return values === null ? prepared : prepared.bind(values)
			}),
		)
		return statements.map((one) => results[keys.indexOf(keyOf(one))]?.results ?? [])
	}
}

const keyOf = ({ text, values }: Statement): string => `${text}\n${values}`

function tableOf(plan: Plan, records: Record<string, number | string | null>[]): Table {
	const [first] = records
	const totalRows = plan.totalRows ? Number(first?.total ?? 0) : null
	const present = plan.totalRows ? records.filter((one) => one.present !== null) : records
	const rows = present.map(
		(one): Row => ({
			dimensions: plan.dimensions.map((_, i) => one[`d${i}`] ?? ''),
			metrics: plan.metrics.map((_, i) => numberOf(one[`m${i}`])),
		}),
	)
	return { rows, totalRows }
}

/** Reads the answer to one plan of a statement that answers several. */
function sharedTableOf(plan: Plan, json: unknown): Table {
	const lists: unknown = JSON.parse(typeof json === 'string' ? json : '[]')
	const first = plan.dimensions.length
	const rows = (Array.isArray(lists) ? lists : []).map((cells: (string | number | null)[]) => ({
		dimensions: cells.slice(0, first).map((one) => one ?? ''),
		metrics: cells.slice(first).map(numberOf),
	}))
	return { rows, totalRows: null }
}

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null)
