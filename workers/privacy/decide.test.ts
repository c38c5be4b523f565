import { expect, test } from 'vitest'
import type { Policy } from '../model/policy.ts'
import { decide } from './decide.ts'

const policy: Policy = {
	...{ site: 1, domain: 'a.example', timezone: 'Etc/UTC', mode: 'lightweight', retentionDays: 760 },
	...{ shard: 0, jurisdiction: null, version: 1 },
}
const quiet = { gpc: false, dnt: false, optOut: false, consent: 'unset' } as const

test('without a signal a visit is counted without anything on the device', () => {
	expect(decide(quiet, policy)).toEqual({ outcome: 'light' })
})

test.each([
	['gpc', { gpc: true }],
	['dnt', { dnt: true }],
	['optout', { optOut: true }],
	['denied', { consent: 'denied' }],
] as const)('%s keeps nothing, whatever the site’s policy says', (reason, signal) => {
	for (const mode of ['lightweight', 'cookie'] as const) {
		expect(decide({ ...quiet, ...signal }, { ...policy, mode })).toEqual({ outcome: 'none', reason })
	}
})
