import { expect, test } from 'vitest'
import { somePolicy } from '../model/testing.ts'
import { decide } from './decide.ts'

const policy = somePolicy(1)
const quiet = { gpc: false, dnt: false, optOut: false, consent: 'unset' } as const
const at = Date.UTC(2026, 10, 23)
const norway = { country: 'NO', region: 'NO-46' }

test('without a signal a visit is counted without anything on the device', () => {
	expect(decide(quiet, policy, norway, at, true)).toEqual({
		...{ outcome: 'light', reason: 'lightweight', rule: 'NO', policyVersion: policy.version },
	})
})

test.each([
	['gpc', { gpc: true }],
	['dnt', { dnt: true }],
	['optout', { optOut: true }],
	['denied', { consent: 'denied' }],
] as const)('%s keeps nothing, whatever the site’s policy says', (reason, signal) => {
	for (const mode of ['lightweight', 'cookie'] as const) {
		for (const consent of ['geo', 'required', 'none'] as const) {
			const own = { ...policy, mode, privacy: { ...policy.privacy, consent } }
			expect(decide({ ...quiet, ...signal }, own, norway, at, true)).toMatchObject({
				...{ outcome: 'none', reason },
			})
		}
	}
})

test('a sender that can keep no id is counted without one, or not at all', () => {
	const own = somePolicy(1, { mode: 'cookie', privacy: { ...policy.privacy, notice: true } })
	const britain = { country: 'GB', region: 'GB-ENG' }
	expect(decide(quiet, own, britain, at, true)).toMatchObject({ outcome: 'cookie', reason: 'opt-out' })
	expect(decide(quiet, own, britain, at, false)).toMatchObject({ outcome: 'light', reason: 'no-cookie-path' })
	const nothing = { ...own, privacy: { ...own.privacy, fallback: 'none' as const } }
	expect(decide(quiet, nothing, britain, at, false)).toMatchObject({
		...{ outcome: 'none', reason: 'no-cookie-path' },
	})
})
