import fc from 'fast-check'
import { expect } from 'vitest'
import type { Plan, StatsBackend } from './backend.ts'
import { askedOf, type Question, question } from './contract-questions.ts'
import { draft, GOALS, madeOf, SEGMENTS } from './contract-worlds.ts'
import { type Asked, reference, type ToldRow } from './reference.ts'
import { answerFrom, type QueryResult } from './run.ts'
import type { World } from './world.ts'

/**
 * The contract of all backends: random questions about random worlds get the answers of the slow reference, row by
 * row and in the same order. Runs in workerd as well as in Node.
 *
 * What a planted bug looks like: leave `<= 100` out of the scroll depth in `d1-events.ts`, and the run ends with
 * the first question about `scroll_depth` in a world with a depth of 255, printed as a query that can be sent as
 * it is, beside the rows that were expected and those that came.
 */
export interface Contract {
	/** Number of the first site; each world is the next one. */
	site: number
	worlds: number
	/** Of each world. */
	questions: number
	/** What is asked; left out = anything. */
	question?: fc.Arbitrary<Question>
	/** Puts a world where a backend finds it. */
	open(world: World): Promise<StatsBackend>
	/** Whether the backend takes a plan on; left out = every plan. Questions with others are passed over. */
	takes?(plan: Plan): boolean
	/** Told of each answer instead of comparing it: for backends that come near. */
	compare?(got: ToldRow[], expected: ToldRow[], asked: Asked): void
}

/**
 * Runs the contract.
 * @returns how many questions were asked, and how many of them the backend did not take on.
 */
export async function checkBackend(contract: Contract): Promise<{ asked: number; passedOver: number }> {
	const sum = { asked: 0, passedOver: 0 }
	let { site } = contract
	await fc.assert(
		fc.asyncProperty(
			draft,
			fc.array(contract.question ?? question, {
				minLength: contract.questions,
				maxLength: contract.questions,
			}),
			async (drafted, questions) => {
				const { world, start } = madeOf(drafted, ++site)
				const { timezone } = world
				const backend = await contract.open(world)
				const asked = questions.map((one, i) => askedOf(likeBefore(one, questions, i), timezone, start))
				const of = { id: site, domain: 'example.org', timezone, goals: GOALS, segments: SEGMENTS }
				const taken = new Taking(backend, contract.takes)
				// One by one where a plan may be refused, so that each question is refused for itself.
				const batches = contract.takes ? asked.map((one) => [one]) : [asked]
				for (const batch of batches) {
					taken.refused = false
					const options = { now: start + 30 * 86_400_000, dashboard: true }
					const answers = await answerFrom(taken, of, batch, options)
					sum.asked += batch.length
					if (taken.refused) {
						sum.passedOver += batch.length
						continue
					}
					for (const [i, one] of batch.entries()) {
						const expected = reference(world, one, { goals: GOALS, segments: SEGMENTS })
						const answer = answers[i]
						if (!answer?.ok) expect(answer, JSON.stringify(one)).toMatchObject({ ok: true })
						else if (contract.compare) contract.compare(told(answer.value), expected, one)
						else expect(told(answer.value), JSON.stringify(one)).toEqual(expected)
					}
				}
			},
		),
		// A failure prints its question; shrinking so many at once takes minutes.
		{ numRuns: contract.worlds, endOnFailure: true },
	)
	return sum
}

/**
 * Every second question is about the same rows as the one before it, or about some of them, or some more: as the
 * panels of an overview are, which a backend may answer together.
 */
function likeBefore(one: Question, all: readonly Question[], i: number): Question {
	const before = i % 2 === 1 ? all[i - 1] : undefined
	if (!before) return one
	const { visitFilters, goalFilters } = before
	const range = i % 8 === 5 ? longer(before.range) : before.range
	const more = i % 4 === 3 ? one.eventFilters : []
	return { ...one, range, visitFilters, goalFilters, eventFilters: [...before.eventFilters, ...more] }
}

const longer = (range: Question['range']): Question['range'] =>
	Array.isArray(range) ? [range[0], range[1] + 1] : { ...range, minutes: range.minutes * 2 }

/** Rows as the reference has them: money without its texts. */
const told = ({ results }: QueryResult): ToldRow[] =>
	results.map(({ metrics, dimensions }) => ({
		dimensions,
		metrics: metrics.map((one) =>
			typeof one === 'object' && one !== null ? { value: one.value, currency: one.currency } : one,
		),
	}))

/** A backend that notes when it was asked for more than it takes on. */
class Taking implements StatsBackend {
	refused = false
	readonly #backend: StatsBackend
	readonly #takes: (plan: Plan) => boolean

	constructor(backend: StatsBackend, takes: (plan: Plan) => boolean = () => true) {
		this.#backend = backend
		this.#takes = takes
	}

	async answer(plans: readonly Plan[]) {
		if (plans.every(this.#takes)) return this.#backend.answer(plans)
		this.refused = true
		return plans.map(() => ({ rows: [], totalRows: null }))
	}

	values(asked: Parameters<StatsBackend['values']>[0]) {
		return this.#backend.values(asked)
	}

	oldest(site: number) {
		return this.#backend.oldest(site)
	}
}
