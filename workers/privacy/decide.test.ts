import { expect, test } from 'vitest'
import { somePolicy } from '../model/testing.ts'
import { decide } from './decide.ts'

const policy = somePolicy(1)
const quiet = { gpc: false, dnt: false, optOut: false, consent: 'unset' } as const

test('without a signal a visit is counted without anything on the device', () => {
	expect(decide(quiet, policy)).toMatchObject({ outcome: 'light' })
})

test.each([
	['gpc', { gpc: true }],
	['dnt', { dnt: true }],
	['optout', { optOut: true }],
	['denied', { consent: 'denied' }],
] as const)('%s keeps nothing, whatever the site’s policy says', (reason, signal) => {
	for (const mode of ['lightweight', 'cookie'] as const) {
		expect(decide({ ...quiet, ...signal }, { ...policy, mode })).toMatchObject({ outcome: 'none', reason })
	}
})
