import type { Folded } from '../model/folded.ts'
import { EngineError } from '../store/engine-api.ts'
import type { Extent, Plan, StatsBackend, Table, ValuesOf } from './backend.ts'
import type { D1Backend } from './d1.ts'
import { isRolled } from './d1-statement.ts'
import type { EngineBackend } from './engine-backend.ts'
import { refusal } from './engine-plan.ts'
import { CannotAnswer } from './engine-sql.ts'
import type { EngineTable } from './engine-table.ts'

/**
 * Chooses who answers a plan. D1 is exact: its rollups answer at any size, its raw rows while a range holds so few
 * events that a Worker can wait for them. Analytics Engine answers what has outgrown that, and says how far it may
 * be off; while it gives no answer, D1 is asked after all.
 */

/** Raw events that D1 reads in a few seconds: 1.7 µs each for a panel (`bench/queries.ts`). */
const EASY_EVENTS = 2_000_000
const DAY = 86_400_000

export interface Choice {
	folded: Folded | null
	/** The first instant that the site's retention keeps, ms since the epoch: the engine cannot delete. */
	keptSince: number
	/** ms since the epoch. */
	now: number
}

export class ChosenBackend implements StatsBackend {
	readonly #d1: D1Backend
	readonly #engine: EngineBackend
	readonly #choice: Choice

	constructor(d1: D1Backend, engine: EngineBackend, choice: Choice) {
		this.#d1 = d1
		this.#engine = engine
		this.#choice = choice
	}

	async answer(plans: readonly Plan[]): Promise<Table[]> {
		const sampled = plans.filter((plan) => isForEngine(plan, this.#choice))
		if (sampled.length === 0) return this.#d1.answer(plans)
		const [exact, near] = await Promise.all([
			this.#d1.answer(plans.filter((plan) => !sampled.includes(plan))),
			this.#engine.answer(sampled).then(
				(tables) => tables.map(withSampling),
				(error: unknown): Promise<Table[]> => {
					if (!(error instanceof EngineError || error instanceof CannotAnswer)) throw error
					console.warn(error.message)
					return this.#d1.answer(sampled)
				},
			),
		])
		return plans.map((plan) => {
			const table = sampled.includes(plan) ? near.shift() : exact.shift()
			return table ?? { rows: [], totalRows: null }
		})
	}

	values(asked: readonly ValuesOf[]): Promise<string[][]> {
		return this.#d1.values(asked)
	}

	oldest(site: number): Promise<number | null> {
		return this.#d1.oldest(site)
	}

	/** The engine deletes nothing by itself for three months: it is never asked for more than the site keeps. */
	extentOf(plan: Plan): Extent {
		const { keptSince } = this.#choice
		const extent = this.#d1.extentOf(plan)
		const since = Math.max(extent.since, keptSince)
		const { from, to } = plan.range
		const within = { ...plan, range: { from: Math.min(Math.max(from, since), to), to } }
		// What has outgrown D1 where it is kept begins there: what is older goes by the next midnight anyway.
		return isForEngine(within, this.#choice) ? { since, added: null } : extent
	}
}

const withSampling = ({ rows, totalRows, interval, margins, approximate }: EngineTable): Table => ({
	rows,
	totalRows,
	...(interval > 1 || approximate.length > 0 ? { sampling: { interval, margins, approximate } } : {}),
})

/** Whether a plan has outgrown D1 and Analytics Engine can answer it. */
export function isForEngine(plan: Plan, { folded, keptSince, now }: Choice): boolean {
	const { from, to } = plan.range
	if (!folded || from < keptSince || isRolled(plan, folded)) return false
	// Imported events stand in D1 alone, and so do days that were kept under other rules.
	if (folded.raw && folded.raw.from < to && folded.raw.to > from) return false
	const days = (Math.min(to, now) - from) / DAY
	return days * folded.eventsADay > EASY_EVENTS && refusal(plan, now) === null
}
