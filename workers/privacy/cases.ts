import type { Consent } from '../model/event.ts'
import type { Policy, Privacy } from '../model/policy.ts'

/**
 * For tests: what is to follow for one page view at one place on one day. The site is in cookie mode, has a notice
 * and falls back to lightweight; the visitor sends no signal and has not chosen; unless a case says otherwise.
 */
export interface Case {
	id: string
	/** UTC. */
	date: string
	/** Country, and region behind a dash; blank = unknown. */
	place: string
	/** Outcome, reason and rule. */
	expected: string
	change: Change
}

type Line = readonly [id: string, date: string, place: string, expected: string, change?: Change]

interface Change {
	headers?: Record<string, string>
	site?: Partial<Pick<Policy, 'mode'> & Pick<Privacy, 'profile' | 'exempt' | 'notice' | 'fallback'>>
	consent?: Consent
}

const LINES: readonly Line[] = [
	['T01', '2026-11-23', 'FR', 'light fallback FR'],
	['T02', '2026-11-23', 'FR', 'cookie opt-out FR', { site: { exempt: true } }],
	['T03', '2026-11-23', 'JP-13', 'none dnt JP', { headers: { dnt: '1' } }],
	[
		'T04',
		'2026-11-23',
		'DE-BE',
		'none lightweight-needs-consent DE',
		{ site: { mode: 'lightweight', profile: 'strict' } },
	],
	['T05', '2026-11-23', 'GB-ENG', 'cookie opt-out GB'],
	['T06', '2026-11-23', 'US-CA', 'none gpc US-CA', { headers: { 'sec-gpc': '1' } }],
	['T07', '2026-11-23', 'US-CA', 'cookie opt-out US-CA', { headers: { 'sec-gpc': '0' } }],
	['T08', '2026-11-23', 'US-TX', 'none gpc US-TX', { headers: { 'sec-gpc': '1' }, consent: 'granted' }],
	['T09', '2026-11-23', 'US-VA', 'cookie granted US-VA', { headers: { 'sec-gpc': '1' }, consent: 'granted' }],
	['T10', '2026-11-23', 'CA-QC', 'light fallback CA-QC'],
	['T11', '2026-11-23', '', 'light fallback ZZ'],
	[
		'T12',
		'2026-11-23',
		'NL',
		'none optout NL',
		{ headers: { cookie: 'a=b; jitt_optout=1' }, consent: 'granted' },
	],
	['C01', '2026-11-23', 'DE-BE', 'light lightweight DE', { site: { mode: 'lightweight' } }],
	['C02', '2026-11-23', 'GB-ENG', 'light fallback GB', { site: { notice: false } }],
	['C03', '2026-11-23', 'US-CA', 'none gpc US-CA', { headers: { 'sec-gpc': '0, 1' } }],
	['C04', '2026-11-23', 'US-VA', 'none gpc US-VA', { headers: { 'sec-gpc': '1' } }],
	['C05', '2026-11-23', 'CA-ON', 'cookie opt-out CA'],
	['C06', '2026-11-23', 'JP-13', 'cookie granted JP', { headers: { dnt: '1' }, consent: 'granted' }],
	['C07', '2026-11-23', 'FR', 'none denied FR', { consent: 'denied' }],
	['C08', '2026-11-23', 'US-VA', 'light fallback US-VA', { consent: 'cookieless' }],
	['C09', '2026-11-23', 'FR', 'none fallback-none FR', { site: { fallback: 'none' } }],
	['C10', '2027-05-12', 'IN', 'cookie notice IN'],
	['C11', '2027-05-13', 'IN', 'light fallback IN'],
	['C12', '2026-11-30', 'CL', 'cookie notice CL'],
	['C13', '2026-12-01', 'CL', 'light fallback CL'],
]

/** `T` acceptance, `C` contrast: the same case with one thing changed, and both sides of every date. */
export const CASES: readonly Case[] = LINES.map(([id, date, place, expected, change = {}]) => ({
	...{ id, date, place, expected, change },
}))
