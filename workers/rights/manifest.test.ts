import { expect, test } from 'vitest'
import type { SiteRow } from '../store/policy.ts'
import { manifestOf } from './manifest.ts'

const BASE = 'https://jitt.example'
const row: SiteRow = {
	...{ id: 1, teamId: 'owner-number', domain: 'shop.example', timezone: 'Europe/Oslo', trackingId: 'x' },
	...{ mode: 'lightweight', retentionDays: 20, privacy: {}, shard: 0, jurisdiction: null },
	...{ detailLevel: 0, ingestTokenHash: 'secret-hash', policyVersion: 1, pushedVersion: 1 },
	...{ createdAt: new Date(0), erasingAt: null, goneAt: null, detailLevel: 0 },
}
const made = (change: Partial<SiteRow> = {}, now = Date.UTC(2026, 10, 24)) =>
	manifestOf({ row: { ...row, ...change }, history: [] }, BASE, now)

test('a site of a jurisdiction says so, and that nothing of it is in Analytics Engine', () => {
	expect(made({ jurisdiction: 'eu', shard: 1000 })).toMatchObject({
		...{ jurisdiction: 'eu', retention: { analytics_engine_days: null, quarantine_days: 20 } },
	})
	expect(made()).toMatchObject({ jurisdiction: null, retention: { analytics_engine_days: 92 } })
})

test('in lightweight mode there is no cookie but those that remember a choice', () => {
	const { identity } = made()
	expect(identity.cookie).toBeNull()
	expect(identity.remembered_choices.map(({ name }) => name)).toEqual(['jitt_optout', 'jitt_choice'])
	expect(made({ mode: 'cookie' }).identity.cookie?.names).toEqual(['__Host-jitt', 'jitt'])
})

test('it follows the law on its day', () => {
	const of = (at: number) =>
		made({ mode: 'cookie', privacy: { notice: true } }, at).outcomes.find(({ rules }) =>
			rules.some(({ rule }) => rule === 'CL'),
		)?.outcome
	expect(of(Date.UTC(2026, 10, 30, 23))).toBe('cookie')
	expect(of(Date.UTC(2026, 11, 1))).toBe('light')
})

test('what is its owner’s alone is not in it', () => {
	const text = JSON.stringify(made())
	for (const secret of ['secret-hash', 'owner-number', '"x"']) expect(text).not.toContain(secret)
})
