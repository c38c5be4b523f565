import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { checkBackend } from './contract.ts'
import { D1Backend } from './d1.ts'
import { write } from './world.ts'

test('random questions about random worlds get the answers of the reference from raw rows in D1', async () => {
	const { asked } = await checkBackend({
		site: 1_000,
		worlds: 60,
		questions: 40,
		open: async (world) => {
			await write(env.STATS_0, world)
			return new D1Backend(env.STATS_0)
		},
	})
	expect(asked).toBe(2_400)
}, 300_000)
