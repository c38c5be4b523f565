import { describe, expect, test } from 'vitest'
import { deadlines, HOUR_MS, stageOf } from './deadlines.ts'
import { LAW } from './rows.ts'

const at = (iso: string) => Date.parse(iso)
const clocked = (countries: string[], awareAt: number) =>
	deadlines({ awareAt, accounts: true, owners: true, countries })
const of = (kind: string, all: ReturnType<typeof clocked>) => all.filter((one) => one.kind === kind)

describe('the clocks of a breach', () => {
	test('run from the instant of knowing, whatever clock it was written by', () => {
		const utc = at('2026-11-28T09:00:00Z')
		expect(at('2026-11-28T10:00:00+01:00')).toBe(utc)
		const [owners, accounts] = clocked([], utc)
		expect(owners).toMatchObject({ kind: 'owners', hours: 24, at: at('2026-11-29T09:00:00Z') })
		expect(accounts).toMatchObject({ kind: 'accounts', hours: 72, at: at('2026-12-01T09:00:00Z') })
	})

	test('are hours and no days: where clocks change in between, the local hour is another', () => {
		const [, accounts] = clocked([], at('2026-10-24T12:00:00+02:00'))
		expect(accounts?.at).toBe(at('2026-10-27T11:00:00+01:00'))
		const [, spring] = clocked([], at('2026-03-28T12:00:00+01:00'))
		expect(spring?.at).toBe(at('2026-03-31T13:00:00+02:00'))
	})

	test('do not stop for a weekend, a holiday or the end of a year', () => {
		const [, accounts] = clocked([], at('2026-12-31T23:30:00Z'))
		expect(accounts?.at).toBe(at('2027-01-03T23:30:00Z'))
	})

	test('of an authority are those of each country; the earliest holds for accounts as well', () => {
		const aware = at('2026-11-28T09:00:00Z')
		const all = clocked(['DE', 'CN', 'IN', 'RU', 'US'], aware)
		const hours = Object.fromEntries(of('authority', all).map((one) => [one.rule, one.hours]))
		expect(hours).toEqual({ CN: 4, IN: 6, RU: 24, DE: 72, US: null })
		expect(of('accounts', all)[0]).toMatchObject({ hours: 4, at: aware + 4 * HOUR_MS })
		expect(of('owners', all)[0]).toMatchObject({ hours: 24 })
		// Where no figure is named it is no later than the others, but there is no clock to show.
		expect(all.at(-1)).toMatchObject({ rule: 'US', at: null, basis: 'no-hours' })
		const instants = all.flatMap((one) => one.at ?? [])
		expect(instants).toEqual([...instants].sort((a, b) => a - b))
	})

	test('never give accounts longer than was promised', () => {
		expect(of('accounts', clocked(['US', 'CH'], 0))[0]?.hours).toBe(72)
	})

	test('count territories with their country, unknown and unlisted places as the safe default', () => {
		const all = of('authority', clocked(['FR', 'RE', 'GP', '', 'XX', 'T1', 'KE', 'UG'], at('2026-11-28Z')))
		expect(all.map(({ rule, countries, hours }) => [rule, countries, hours])).toEqual([
			['ZZ', ['', 'T1', 'XX'], 72],
			['FR', ['FR', 'GP', 'RE'], 72],
			['*', ['KE', 'UG'], 72],
		])
	})

	test('take the law in force when we became aware, which changes at midnight UTC', () => {
		const law = (iso: string) => of('authority', clocked(['CL'], at(iso)))[0]
		expect(law('2026-11-30T23:59:59.999Z')).toMatchObject({ law: 'Law 19.628 (old text)', basis: 'unknown' })
		expect(law('2026-12-01T00:00:00Z')).toMatchObject({ basis: 'no-hours', at: null })
		// Still November in Santiago.
		expect(law('2026-11-30T22:00:00-03:00')).toMatchObject({ basis: 'no-hours' })
	})

	test('are none where nobody is affected', () => {
		expect(deadlines({ awareAt: 0, accounts: false, owners: false, countries: [] })).toEqual([])
	})

	test.each([...LAW.keys()])('are known with their source for %s', (rule) => {
		for (const row of LAW.get(rule) ?? []) {
			expect(row.breachAuthorityHours === null || row.breachAuthorityHours > 0).toBe(true)
			if (row.breachBasis === 'statute' || row.breachBasis === 'guidance') {
				expect([row.breachAuthorityHours === null, row.sources === '']).toEqual([false, false])
			}
		}
	})
})

test('reminders come a day, six hours and one hour before, then the alarm', () => {
	const deadline = at('2026-12-01T09:00:00Z')
	const hoursBefore = (hours: number) => stageOf(deadline, deadline - hours * HOUR_MS)
	expect([24.001, 24, 6.001, 6, 1.001, 1, 0.001, 0, -100].map(hoursBefore)).toEqual([
		...[null, '24', '24', '6', '6', '1', '1', 'missed', 'missed'],
	])
})
