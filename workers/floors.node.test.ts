import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { violations } from '../scripts/floors.ts'

const workers = import.meta.dirname
const sources = new Map(
	globSync('**/*.ts', { cwd: workers })
		.filter((path) => !/(\.test\.ts|\.d\.ts|^test-setup\.ts)$/.test(path))
		.map((path) => [path, readFileSync(join(workers, path), 'utf8')]),
)
const planted = (extra: Record<string, string>) => violations(new Map([...sources, ...Object.entries(extra)]))

describe('the floors of workers/', () => {
	it('hold in the tree as it is', () => {
		expect(sources.size).toBeGreaterThan(20)
		expect(violations(sources)).toEqual([])
	})

	it.each([
		['upwards: api/', { 'store/x.ts': `import { y } from '../api/routes.ts'` }],
		['upwards: site/', { 'model/x.ts': `import type { SiteObject } from '../site/object.ts'` }],
		['upwards: worker.ts', { 'api/x.ts': `export * from '../worker.ts'` }],
		[
			'upwards: stats/x.ts',
			{ 'kit/x.ts': `type X = import('../stats/x.ts').X`, 'stats/x.ts': 'export type X = 1' },
		],
		['sideways: stats/x.ts', { 'collect/x.ts': `import '../stats/x.ts'`, 'stats/x.ts': '' }],
		['sideways: account/keys.ts', { 'catalog/x.ts': `import { k } from '../account/keys.ts'` }],
		[
			'circle: kit/x.ts → kit/y.ts → kit/x.ts',
			{ 'kit/x.ts': `import './y.ts'`, 'kit/y.ts': `import './x.ts'` },
		],
		['no room', { 'utils/x.ts': '' }],
		['dynamic import()', { 'site/x.ts': `export const x = () => import('./object.ts')` }],
		['not there', { 'site/x.ts': `import './missing.ts'` }],
		['no environment', { 'privacy/x.ts': `import type { Env } from '../env.ts'` }],
		[
			'collect reaches the package better-auth',
			{ 'collect/x.ts': `import '../kit/x.ts'`, 'kit/x.ts': `import 'better-auth/minimal'` },
		],
		[
			'collect reaches billing/x.ts',
			{ 'collect/x.ts': `import '../kit/x.ts'`, 'kit/x.ts': `import '../billing/x.ts'`, 'billing/x.ts': '' },
		],
	])('are proved on a planted violation: %s', (sentence, extra) => {
		expect(planted(extra as unknown as Record<string, string>).join('\n')).toContain(sentence)
	})

	it('let tests alone take what plays another service', () => {
		const played = `import { StandIn } from '../../scripts/stripe/standin.ts'`
		expect(planted({ 'billing/testing.ts': played })).toEqual([])
		expect(planted({ 'billing/x.ts': played })).toEqual([
			'billing/x.ts imports ../scripts/stripe/standin.ts, which is not there',
		])
	})

	it('let an innocent file pass', () => {
		expect(
			planted({ 'collect/x.ts': `import { Hono } from 'hono'\nimport type { Env } from '../env.ts'` }),
		).toEqual([])
	})
})
