import type { EngineApi } from '../store/engine-api.ts'
import { MAX_VALUES, type Plan, type StatsBackend, type ValuesOf } from './backend.ts'
import { statementsOf } from './engine-plan.ts'
import { rowsOf, stored } from './engine-rows.ts'
import { spellOut } from './engine-sql.ts'
import { type EngineTable, tableOf } from './engine-table.ts'
import { name, sql, value } from './sql.ts'

/**
 * Analytics Engine: three months of the busiest sites, sampled, with margins. Ask `refusal` of each plan first,
 * and never for a site that is pinned to a jurisdiction: the engine knows none.
 */
export class EngineBackend implements StatsBackend {
	readonly #api: EngineApi
	readonly #dataset: string

	/** @param dataset the name of the dataset that points are written to. */
	constructor(api: EngineApi, dataset: string) {
		this.#api = api
		this.#dataset = dataset
	}

	/** @throws CannotAnswer where `refusal` says so; EngineError where the engine gives no answer. */
	async answer(plans: readonly Plan[]): Promise<EngineTable[]> {
		const statements = plans.map((plan) => statementsOf(plan, this.#dataset))
		const distinct = [...new Set(statements.flat())]
		const answers = await Promise.all(distinct.map((text) => this.#api.query(text)))
		const answered = new Map(distinct.map((text, i) => [text, answers[i] ?? []]))
		return plans.map((plan, i) =>
			tableOf(
				plan,
				(statements[i] ?? []).map((text) => answered.get(text) ?? []),
			),
		)
	}

	/** Of sampled rows: a value that few events carry may be missing. */
	async values(asked: readonly ValuesOf[]): Promise<string[][]> {
		return Promise.all(
			asked.map(async ({ site, range, dimension }) => {
				const rows = sql`${name(this.#dataset)} WHERE ${rowsOf(site, range)}`
				const most = value(MAX_VALUES + 1)
				const text = sql`SELECT ${stored(dimension)} AS d0 FROM ${rows} GROUP BY d0 LIMIT ${most} FORMAT JSON`
				return (await this.#api.query(spellOut(text))).map(({ d0 }) => String(d0))
			}),
		)
	}

	/** Of what the engine still holds. */
	async oldest(site: number): Promise<number | null> {
		const text = sql`SELECT min(double1) AS oldest, count() AS n FROM ${name(this.#dataset)} WHERE index1 = ${value(String(site))} FORMAT JSON`
		const [row] = await this.#api.query(spellOut(text))
		return Number(row?.n) > 0 ? Number(row?.oldest) : null
	}
}
