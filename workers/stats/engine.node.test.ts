import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StatsBackend } from './backend.ts'
import { checkBackend } from './contract.ts'
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

test.skipIf(NO_CHDB)(
	'random questions get the answers of the reference from the engine’s language',
	async () => {
		const { asked, passedOver } = await checkBackend({
			site: 50_000,
			worlds: 50,
			questions: 40,
			open: async (world) => {
				await engine.put(pointsOf(world).map((point) => ({ point, interval: 1 })))
				return allValues(engine.backend())
			},
			takes: (plan) => refusal(plan, plan.range.to) === null && isToTheLetter(plan),
		})
		// Goals, properties, what else a visit did, exit pages and minutes are not the engine's.
		expect(asked - passedOver).toBeGreaterThan(200)
	},
	300_000,
)
