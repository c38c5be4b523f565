import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StatsBackend } from './backend.ts'
import { checkBackend } from './contract.ts'
import { type Question, question } from './contract-questions.ts'
import { isToTheLetter } from './engine-accuracy.ts'
import type { EngineBackend } from './engine-backend.ts'
import { refusal } from './engine-plan.ts'
import { CannotAnswer } from './engine-sql.ts'
import { type LocalEngine, localEngine, NO_CHDB, pointsOf } from './engine-testing.ts'

/** Values that points do not hold are of no use: a plan that filters on them is refused. */
function allValues(backend: EngineBackend): StatsBackend {
	return {
		answer: (plans) => backend.answer(plans),
		oldest: (site) => backend.oldest(site),
		values: async (asked) => {
			const lists = asked.map((one) =>
				backend.values([one]).catch((error: unknown) => {
					if (error instanceof CannotAnswer) return [[]]
					throw error
				}),
			)
			return (await Promise.all(lists)).flat()
		},
	}
}

let engine: LocalEngine
beforeAll(async () => {
	if (!NO_CHDB) engine = await localEngine()
}, 60_000)
afterAll(() => engine?.stop())

/** Dimensions that data points hold to the letter, and those that only look so. */
const HELD = /^(visit:(?!exit_page|entry_page)|event:(page|name|title))/

/** Whether a filter is about nothing else. */
const isHeld = (filter: unknown): boolean =>
	!/has_|segment|props|exit_page|entry_page|event:goal/.test(JSON.stringify(filter))

const isOfGoals = (filter: unknown): boolean => /"(Visit \/|Sign up|Buy)"/.test(JSON.stringify(filter))

/** Those of a list that pass. */
const held = (list: readonly unknown[] | undefined, passes: (one: unknown) => boolean): unknown[] =>
	(list ?? []).filter(passes)

/** Questions that the engine mostly takes on: half of those by page, for the metrics that pages alone have. */
const about = fc
	.tuple(question, fc.nat(3), fc.constantFrom(null, 'time:day', 'time:week', 'time:month', 'time:hour'))
	.map(([one, pick, time]): Question => {
		const names = one.dimensions.filter((name) => HELD.test(name))
		const dimensions = pick < 2 ? ['event:page', ...names.filter((name) => name === 'visit:source')] : names
		return {
			...{ ...one, dimensions, byGoal: 1, time: pick === 0 ? null : time },
			goalFilters: pick === 3 ? held(one.goalFilters, isOfGoals) : [],
			visitFilters: held(one.visitFilters, isHeld),
			eventFilters: held(one.eventFilters, isHeld),
		}
	})

test.skipIf(NO_CHDB).each([
	['anything', question, 45, 100],
	['what it holds', about, 8, 140],
] as const)(
	'questions about %s get the answers of the reference',
	async (_, asking, worlds, least) => {
		const { asked, passedOver } = await checkBackend({
			...{ site: 50_000 + worlds * 100, worlds, questions: 40, question: asking },
			open: async (world) => {
				await engine.put(pointsOf(world).map((point) => ({ point, interval: 1 })))
				return allValues(engine.backend())
			},
			takes: (plan) => refusal(plan, plan.range.to) === null && isToTheLetter(plan),
		})
		// Properties, what else a visit did, exit pages and minutes are not the engine's.
		expect(asked - passedOver).toBeGreaterThan(least)
	},
	300_000,
)
