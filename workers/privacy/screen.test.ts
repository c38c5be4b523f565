import { expect, test } from 'vitest'
import { PRIVACY, type Screen } from '../model/policy.ts'
import { someHit } from '../model/testing.ts'
import { heldFor } from './screen.ts'

const screen = (change: Partial<Screen> = {}): Screen => ({ ...PRIVACY.screen, ...change })
const origin = { address: '192.0.2.7', userAgent: 'Mozilla/5.0 (compatible; Uptime-Watch)' }

test('nobody’s page view is held back by default', () => {
	expect(heldFor(someHit(), screen())).toEqual([])
	expect(heldFor(someHit({ origin }), screen())).toEqual([])
})

test.each([
	['hosting', { suspects: ['hosting'] }, { hosting: true }],
	['spam_referrer', { suspects: ['spam_referrer'] }, { spam: true }],
	['suspect_agent', { suspects: ['suspect_agent'] }, { suspects: true }],
	['address', { origin }, { addresses: ['2001:db8::/32', '192.0.2.0/24'] }],
	['agent', { origin }, { agents: ['uptime-WATCH'] }],
	['country', {}, { countries: ['DE', 'NO'] }],
	['hostname', { hostname: 'copy.example' }, { hostnames: ['example.org', '*.example.org'] }],
	['page', { page: '/admin/users/1' }, { pages: ['/admin/**'] }],
] as const)('%s, where the owner wants it', (reason, hit, change) => {
	const held = heldFor(someHit(hit as object), screen(change as object))
	expect(held).toEqual([reason])
})

test.each([
	[{ suspects: ['hosting'] }, { hosting: false }],
	[{ suspects: ['spam_referrer'] }, { spam: false }],
	[{ suspects: ['suspect_agent'] }, { suspects: false }],
	[{ origin: { ...origin, address: '192.0.3.7' } }, { addresses: ['192.0.2.0/24'] }],
	[{ origin: { ...origin, address: 'no address' } }, { addresses: ['0.0.0.0/0', '::/0'] }],
	[{ origin: null }, { addresses: ['0.0.0.0/0'], agents: ['mozilla'] }],
	[{ hostname: 'shop.example.org' }, { hostnames: ['*.example.org'] }],
	[{ page: '/administration' }, { pages: ['/admin/**', '/admin'] }],
])('%j is counted under %j', (hit, change) => {
	expect(heldFor(someHit(hit as object), screen(change as object))).toEqual([])
})

test('all reasons are told', () => {
	const hit = someHit({ suspects: ['hosting', 'suspect_agent'], page: '/x' })
	expect(heldFor(hit, screen({ hosting: true, pages: ['/*'] }))).toEqual(['hosting', 'suspect_agent', 'page'])
})
