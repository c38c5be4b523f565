import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import type { Decision, Taken } from '../model/event.ts'
import { someFacts } from '../model/testing.ts'
import { dayAt } from './day.ts'
import { Today } from './today.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const used = (): number => {
	collect()
	const { heapUsed, arrayBuffers } = process.memoryUsage()
	return heapUsed + arrayBuffers
}

const hit: Taken = {
	name: 'pageview',
	hostname: 'example.org',
	page: '/articles/how-to-measure-without-watching',
	props: null,
	revenue: null,
	interactive: true,
	scrollDepth: null,
	engagedMs: null,
	title: '',
	vitals: null,
	// A visit with a campaign: most facts are filled in.
	facts: {
		...someFacts,
		...{ utmSource: 'newsletter', utmMedium: 'email', utmCampaign: 'autumn', osVersion: '6.12' },
	},
}

const decision: Decision = { outcome: 'light', reason: 'lightweight', rule: '*', policyVersion: 1 }

/** A day of so many visitors, and the bytes that each of them takes. */
function dayOf(visitors: number): { today: Today; each: number } {
	const day = dayAt(Date.parse('2026-11-24T10:00:00Z'), 'UTC')
	const today = new Today(day)
	const step = (day.end - day.start) / visitors
	let number = 0
	const before = used()
	for (let i = 0; i < visitors; i++) {
		// A copy, as RPC makes one of every hit: its texts are new each time.
		const copy = structuredClone({ ...hit, page: `${hit.page}-${i % 500}` })
		today.take(copy, day.start + i * step, {
			...{ token: `token-${i}-abcdef`, number: null, awaits: null, decision },
			...{ site: 1, seq: i + 1, draw: () => ++number },
		})
	}
	// As after the commits, which write a visit and let go of it.
	today.changed.clear()
	return { today, each: (used() - before) / visitors }
}

test('a day of 100,000 visitors fits an object of 128 MB with room for its work', () => {
	const days = [dayOf(100_000), dayOf(100_000), dayOf(100_000)]
	for (const { today } of days) expect(today.numberOf('token-7-abcdef')).toBeTypeOf('number')
	// What else the program keeps meanwhile is counted with a day: the smallest is nearest.
	// 930 bytes in Node, 32 of them for what was decided of the visit; without shared texts it was half as much
	// again. The object's runtime has pointers of half the size.
	expect(Math.min(...days.map(({ each }) => each))).toBeLessThan(957)
}, 30_000)
