import { expect, test } from 'vitest'
import type { Consent, Decision, Signals } from '../model/event.ts'
import { PRIVACY, privacyOf } from '../model/policy.ts'
import { somePolicy } from '../model/testing.ts'
import { CASES } from './cases.ts'
import { decide, type Grounds } from './decide.ts'
import { lookup, ruleOf } from './law.ts'
import type { Row } from './row.ts'
import { LAW, TERRITORIES } from './rows.ts'
import { signalsOf } from './signals.ts'
import { sourcesOf } from './sources.ts'

const NOW = Date.UTC(2026, 10, 23)
const DAY_MS = 86_400_000
const regionOf = (rule: string) => (rule.includes('-') ? rule : '')
/** A place under a rule; `QZ` is assigned to nobody. */
const placeUnder = (rule: string) =>
	rule === '*'
		? { country: 'QZ', region: '' }
		: { country: rule === 'ZZ' ? '' : rule.slice(0, 2), region: regionOf(rule) }

test.each(CASES)('$id: $date $place is $expected', ({ date, place, expected, change }) => {
	const { mode = 'cookie', ...choices } = change.site ?? {}
	const policy = somePolicy(1, { mode, privacy: privacyOf({ notice: true, ...choices }), version: 7 })
	const signals = signalsOf(new Headers(change.headers), change.consent)
	const region = place.includes('-') ? place : ''
	const at = Date.parse(`${date}T12:00:00Z`)
	const { outcome, reason, rule, policyVersion } = decide(
		...[signals, policy, { country: place.slice(0, 2), region }, at, true],
	)
	expect(`${outcome} ${reason} ${rule}`).toBe(expected)
	expect(policyVersion).toBe(7)
})

/** The algorithm once more, sentence by sentence, for the truth table to be compared with. */
function reference(row: Row, signals: Signals, policy: Grounds, keeps: boolean): string {
	const { exempt, profile, notice, fallback, consent } = policy.privacy
	let cm: string = row.cookieMode
	let lm: string = row.lightweightMode
	// An exemption that the owner meets comes in the place of the rule.
	if (exempt && row.exemptMode !== null) cm = row.exemptMode
	// The strict profile asks wherever the law is contested.
	if (profile === 'strict' && row.certainty.lightweight === 'contested') lm = 'consent'
	if (profile === 'strict' && row.certainty.cookie === 'contested') cm = 'consent'
	// Without a notice there is no cookie before consent.
	if (!notice) cm = 'consent'
	// The owner may ask everywhere, or nowhere.
	if (consent === 'required') cm = lm = 'consent'
	if (consent === 'none') {
		cm = 'notice'
		lm = 'allowed'
	}
	const c: Consent = signals.consent
	const lightMay = lm === 'allowed' || c === 'granted'
	// 1 to 4: what the visitor asks for.
	if (signals.optOut) return 'none optout'
	if (c === 'denied') return 'none denied'
	if (signals.gpc && (row.gpcBinding || c !== 'granted')) return 'none gpc'
	if (signals.dnt && c !== 'granted') return 'none dnt'
	// 5: a site without cookies.
	if (policy.mode === 'lightweight') return lightMay ? 'light lightweight' : 'none lightweight-needs-consent'
	// 6 and 7: where consent is asked for only a grant sets a cookie, elsewhere only a refusal does not.
	let cookie: boolean
	if (cm === 'consent') cookie = c === 'granted'
	else cookie = c !== 'cookieless'
	if (cookie && keeps) return c === 'granted' ? 'cookie granted' : `cookie ${cm}`
	if (cookie) return fallback !== 'none' && lightMay ? 'light no-cookie-path' : 'none no-cookie-path'
	// The fallback.
	if (fallback === 'none') return 'none fallback-none'
	return lightMay ? 'light fallback' : 'none lightweight-needs-consent'
}

const BOTH = [false, true] as const

function* policies(): Generator<Grounds> {
	for (const mode of ['lightweight', 'cookie'] as const)
		for (const profile of ['default', 'strict'] as const)
			for (const exempt of BOTH)
				for (const notice of BOTH)
					for (const fallback of ['lightweight', 'none'] as const)
						for (const consent of ['geo', 'required', 'none'] as const)
							yield { mode, version: 1, privacy: { profile, exempt, notice, fallback, consent } }
}

function* signals(): Generator<Signals> {
	for (const gpc of BOTH)
		for (const dnt of BOTH)
			for (const optOut of BOTH)
				for (const consent of ['unset', 'granted', 'cookieless', 'denied'] as const)
					yield { gpc, dnt, optOut, consent }
}

test('the truth table: every row, every choice, every signal', () => {
	const different: unknown[] = []
	const seen = new Map<string, number>()
	for (const [rule, rows] of LAW) {
		for (const row of rows) {
			const at = Date.parse(row.from ?? row.until ?? '2026-11-23')
			for (const policy of policies()) {
				for (const asked of signals()) {
					for (const keeps of BOTH) {
						const decision = decide(asked, policy, placeUnder(rule), at, keeps)
						const text = `${decision.outcome} ${decision.reason}`
						seen.set(text, (seen.get(text) ?? 0) + 1)
						if (text !== reference(row, asked, policy, keeps) || decision.rule !== rule) {
							different.push([rule, policy, asked, keeps, text])
						}
					}
				}
			}
		}
	}
	expect(different.slice(0, 3)).toEqual([])
	expect([...seen.keys()].sort()).toEqual([
		...['cookie granted', 'cookie notice', 'cookie opt-out'],
		...['light fallback', 'light lightweight', 'light no-cookie-path'],
		...['none denied', 'none dnt', 'none fallback-none', 'none gpc', 'none lightweight-needs-consent'],
		...['none no-cookie-path', 'none optout'],
	])
})

test('what each place asks for, as the table was made', () => {
	const where = (wanted: (row: Row) => boolean) =>
		[...LAW.keys()].filter((rule) => wanted(ruleOf(rule, NOW).row)).join(' ')
	expect(LAW.size).toBe(78)
	expect(where((row) => row.cookieMode === 'notice')).toBe(
		'US-OK US JP AU NZ IN SG MX CL'.split(' ').sort(byTable).join(' '),
	)
	expect(where((row) => row.cookieMode === 'opt-out')).toBe(
		'GB CH US-CA US-CO US-CT US-DE US-MD US-MN US-MT US-NE US-NH US-NJ US-OR US-TX US-VA US-UT US-IA US-IN US-TN US-KY US-RI US-FL US-AL CA KR ZA',
	)
	expect(where((row) => row.gpcBinding)).toBe(
		'US-CA US-CO US-CT US-DE US-MD US-MN US-MT US-NE US-NH US-NJ US-OR US-TX',
	)
	expect(where((row) => row.exemptMode !== null)).toBe('FR ES IT NL BG')
	expect(where((row) => row.lightweightMode !== 'allowed')).toBe('')
	expect(where((row) => row.localization)).toBe('RU')
	expect(where((row) => row.breachAuthorityHours !== null && row.breachAuthorityHours < 72)).toBe(
		'CN IN IL RU',
	)
})

const byTable = (a: string, b: string) => [...LAW.keys()].indexOf(a) - [...LAW.keys()].indexOf(b)

test('rows of one place follow each other without gap or overlap, and change at midnight UTC', () => {
	const dated = [...LAW].filter(([, rows]) => rows.length > 1)
	expect(dated.map(([rule]) => rule)).toEqual(['US-OK', 'IN', 'CL'])
	for (const [rule, [before, after]] of dated) {
		const turn = Date.parse(after?.from ?? '')
		expect([before?.from, after?.until]).toEqual([null, null])
		expect(ruleOf(rule, turn - 1).row).toBe(before)
		expect(ruleOf(rule, turn).row).toBe(after)
		expect(Date.parse(before?.until ?? '') + DAY_MS).toBe(turn)
		expect(before?.cookieMode).not.toBe(after?.cookieMode)
	}
	for (const [rule, rows] of LAW) {
		if (rows.length === 1) expect([rule, rows[0]?.from, rows[0]?.until]).toEqual([rule, null, null])
	}
})

test.each([
	['DE', 'DE-BE', 'DE'],
	['US', 'US-CA', 'US-CA'],
	['US', 'US-NY', 'US'],
	['US', '', 'US'],
	['CA', 'CA-ON', 'CA'],
	['CA', 'CA-QC', 'CA-QC'],
	['BR', '', 'BR'],
	['QZ', 'QZ-1', '*'],
	['GG', '', '*'],
	['', '', 'ZZ'],
	['XX', '', 'ZZ'],
	['T1', '', 'ZZ'],
	['', 'US-CA', 'ZZ'],
	// A region of another country says nothing.
	['FR', 'US-CA', 'FR'],
	['RE', 'RE-1', 'FR'],
	['PR', '', 'US'],
	['AX', '', 'FI'],
	['SJ', '', 'NO'],
	['*', '', '*'],
	['constructor', '__proto__', '*'],
])('%s %s is under %s', (country, region, rule) => {
	expect(lookup(country, region, NOW).rule).toBe(rule)
})

test('a territory follows a country that is in the table, and is not in it itself', () => {
	for (const [territory, country] of TERRITORIES) {
		expect([territory, LAW.has(territory), LAW.has(country)]).toEqual([territory, false, true])
	}
})

test('every place that was looked into says what it rests on, with addresses', () => {
	for (const [rule, rows] of LAW) {
		for (const { sources, law } of rows) {
			const addresses = sourcesOf(sources)
			expect(law).toMatch(/\w/)
			if (rule === '*' || rule === 'ZZ') expect(addresses).toEqual([])
			else expect(addresses.length).toBeGreaterThan(0)
			for (const key of sources.split(' ').filter(Boolean))
				expect([key, sourcesOf(key).length > 0]).toEqual([key, true])
			for (const address of addresses) expect(URL.canParse(address)).toBe(true)
		}
	}
})

test('by default nothing is stored on a device, wherever somebody is', () => {
	const quiet: Signals = { gpc: false, dnt: false, optOut: false, consent: 'unset' }
	for (const rule of LAW.keys()) {
		const at = [NOW, Date.UTC(2028, 0, 1)]
		for (const now of at) {
			const decision: Decision = decide(
				...[quiet, { mode: 'lightweight', version: 1, privacy: PRIVACY } as Grounds],
				...[placeUnder(rule), now, true],
			)
			expect(decision).toMatchObject({ outcome: 'light', reason: 'lightweight', rule })
		}
	}
})
