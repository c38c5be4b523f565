import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readToml } from './config.ts'
import { root } from './state.ts'

test('what cannot wait for the hour runs by a trigger that the configuration has', () => {
	const worker = readFileSync(join(root, 'workers/api/jobs.ts'), 'utf8')
	const soon = /const SOON = '([^']+)'/.exec(worker)?.[1]
	const { triggers } = readToml('wrangler.toml') as { triggers: { crons: string[] } }
	expect(triggers.crons).toContain(soon)
	expect(triggers.crons.length).toBe(2)
})
