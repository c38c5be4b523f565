import { afterEach, expect, test, vi } from 'vitest'
import { privacyOf } from '../model/policy.ts'
import { CASES } from '../privacy/cases.ts'
import { knock, newSite } from './testing.ts'

afterEach(() => vi.useRealTimers())

/** `light; reason=fallback; rule=FR; policy=1` → `light fallback FR` */
const decided = (answer: Response) => {
	const parts = /^(\w+); reason=([\w-]+); rule=([\w*-]+)(?:; policy=1)?$/.exec(
		answer.headers.get('x-jitt-decision') ?? '',
	)
	return parts?.slice(1).join(' ')
}

// promise: 16
test.each(CASES)(
	'through the door, $id: $date $place is $expected',
	async ({ date, place, expected, change }) => {
		const { mode = 'cookie', ...choices } = change.site ?? {}
		const site = await newSite({ mode, privacy: privacyOf({ notice: true, ...choices }) })
		vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(`${date}T12:00:00Z`) })
		const [country = '', regionCode] = place.split('-')
		const cf = country === '' ? { country: 'T1' } : { country, regionCode }
		const body = site.event({ c: change.consent })
		const send = (cookie?: string) =>
			knock('/_j/event', { body, cf, headers: { ...change.headers, ...(cookie ? { cookie } : {}) } })

		const first = await send()
		expect(first.status).toBe(202)
		expect(decided(first)).toBe(expected)
		expect(first.headers.get('x-jitt-cookie')).toBeNull()
		const [outcome, reason, rule] = expected.split(' ')
		const given = first.headers.get('set-cookie')
		if (outcome === 'cookie') {
			expect(given).toMatch(
				/^__Host-jitt=[\w-]{22}; Path=\/; Max-Age=33696000; HttpOnly; SameSite=Lax; Secure$/,
			)
			const second = await send(given?.split(';', 1)[0])
			expect(decided(second)).toBe(expected)
			expect(second.headers.get('set-cookie')).toBeNull()
		} else {
			expect(given).toBeNull()
		}
		const visits = await site.rows('visits')
		const stored = { outcome, reason, rule, policy_version: 1 }
		const events = outcome === 'cookie' ? 2 : 1
		expect(visits).toMatchObject(outcome === 'none' ? [] : [{ ...stored, events }])
		expect((await site.rows('events')).map(({ stable }) => stable)).toEqual(
			outcome === 'none' ? [] : Array(events).fill(outcome === 'cookie' ? 1 : 0),
		)
	},
)
