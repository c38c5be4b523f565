import { expect, test } from 'vitest'
import { type Policy, type PrivacyChoices, privacyOf } from '../model/policy.ts'
import { somePolicy } from '../model/testing.ts'
import { fill, LANGUAGES, wordsFor } from './languages.ts'
import { noticeOf } from './notice.ts'
import type { RuleOutcome } from './outcomes.ts'
import { placesOf } from './places.ts'
import { FORMATS, render } from './render.ts'
import type { Words } from './words.ts'

const EN = wordsFor('en')
const languages = [...LANGUAGES.values()].map((words) => [words.code, words] as const)

const rule = (name: string, outcome: RuleOutcome['outcome'], reason: RuleOutcome['reason']): RuleOutcome => ({
	...{ rule: name, outcome, reason, law: 'a law', gpcBinding: false, sources: [] },
	certainty: { cookie: 'firm', lightweight: 'contested' },
})
const RULES = ['DE', 'FR', 'GB', 'CA', 'CA-QC', 'US', 'US-CA', '*', 'ZZ']
const all = (outcome: RuleOutcome['outcome'], reason: RuleOutcome['reason']) =>
	RULES.map((name) => rule(name, outcome, reason))
const LIGHT = all('light', 'lightweight')
/** As cookie mode comes to it with a notice on the site. */
const MIXED = RULES.map((name) =>
	['GB', 'CA', 'US', 'US-CA'].includes(name)
		? rule(name, 'cookie', 'opt-out')
		: rule(name, 'light', 'fallback'),
)

const make = (
	words: Words,
	outcomes: readonly RuleOutcome[] = LIGHT,
	change: Partial<Policy> = {},
	privacy: PrivacyChoices = {},
) =>
	noticeOf(words, {
		policy: somePolicy(1, { domain: 'shop.example', ...change, privacy: privacyOf(privacy) }),
		outcomes,
		manifest: 'https://jitt.test/.well-known/jitt/manifest/shop.example',
		receipts: 'https://jitt.test/.well-known/jitt/retention/shop.example',
	})
/** Numbers of the points that differ, from 1. */
function changed(a: ReturnType<typeof make>, b: ReturnType<typeof make>): number[] {
	return a.points.flatMap(({ text }, i) => (text === b.points[i]?.text ? [] : [i + 1]))
}
const textOf = (notice: ReturnType<typeof make>, point: number) => notice.points[point - 1]?.text ?? ''

/** Every text of a language by its path. */
function textsOf(value: object, path = ''): [string, string][] {
	return Object.entries(value).flatMap(([name, inner]: [string, unknown]): [string, string][] =>
		typeof inner === 'string' ? [[path + name, inner]] : textsOf(inner as object, `${path}${name}.`),
	)
}
const holesIn = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()

// promise: 15
test.each(languages)('%s says everything, and leaves the same holes as English', (code, words) => {
	const texts = new Map(textsOf(words))
	const english = new Map(textsOf(EN))
	expect([...texts.keys()].sort()).toEqual([...english.keys()].sort())
	for (const [path, text] of texts) {
		expect([path, holesIn(text)]).toEqual([path, holesIn(english.get(path) ?? '')])
		expect(text.trim()).toBe(text)
		if (code !== 'en' && text.length > 40) expect(text).not.toBe(english.get(path))
	}
})

test.each(languages)(
	'%s: the eleven points are there, in lightweight mode and in cookie mode',
	(_, words) => {
		for (const notice of [make(words), make(words, MIXED, { mode: 'cookie' }, { notice: true })]) {
			expect(notice.points).toHaveLength(11)
			for (const { heading, text } of notice.points) {
				expect(heading).not.toBe('')
				expect(text).not.toMatch(/[{}]|\bundefined\b|\bnull\b/)
			}
			expect(textOf(notice, 1)).toMatch(/shop\.example.*Jitt|Jitt.*shop\.example/)
			expect(textOf(notice, 3)).toContain('Etc/UTC')
			expect(textOf(notice, 5)).toContain(words.fields.city)
			expect(textOf(notice, 6)).toMatch(/\bf\b/)
			expect(textOf(notice, 7)).toContain('760')
			expect(textOf(notice, 7)).toContain('/retention/shop.example')
			expect(textOf(notice, 8)).toContain('GPC')
			expect(textOf(notice, 8)).toContain('DNT')
			expect(textOf(notice, 9)).toContain('Cloudflare')
			expect(textOf(notice, 9)).toContain('/manifest/shop.example')
			expect(textOf(notice, 10)).toContain(words.notice.contact)
			expect(textOf(notice, 10)).toMatch(/11/)
			expect(textOf(notice, 11)).toContain('Safari')
		}
	},
)

test.each(languages)('%s follows the settings, and only where they matter', (_, words) => {
	const light = make(words)
	const cookie = make(words, MIXED, { mode: 'cookie' }, { notice: true })
	expect(changed(light, cookie)).toEqual([2, 4, 6, 8, 10])
	expect(textOf(light, 4)).toBe(words.notice.noCookie)
	expect(textOf(cookie, 4)).toContain('__Host-jitt')
	expect(textOf(cookie, 4)).toContain('13')
	expect(textOf(cookie, 2)).toContain(placesOf(words, ['GB', 'CA', 'US', 'US-CA'], RULES))

	const days = make(words, LIGHT, { retentionDays: 90 }, { visitDays: 30, rollupDays: 400 })
	expect(changed(light, days)).toEqual([7])
	for (const number of ['90', '30', '400']) expect(textOf(days, 7)).toContain(number)

	const off = make(words, LIGHT, {}, { collect: { place: 'none', language: false, versions: 'major' } })
	expect(changed(light, off)).toEqual([5])
	expect(textOf(off, 5)).toContain(
		fill(words.notice.switchedOff, { off: `${words.fields.place}, ${words.fields.language}` }),
	)
	expect(textOf(off, 5)).toContain(words.fields.browserMajor)
	expect(textOf(off, 5)).not.toContain(words.fields.city)

	const exempt = MIXED.map((one) => (one.rule === 'FR' ? rule('FR', 'cookie', 'opt-out') : one))
	const withExemption = make(words, exempt, { mode: 'cookie' }, { notice: true, exempt: true })
	expect(changed(cookie, withExemption)).toEqual([2, 6])
	expect(textOf(withExemption, 6)).toContain(words.notice.basisExempt)
	expect(textOf(cookie, 6)).not.toContain(words.notice.basisExempt)

	const eu = make(words, LIGHT, { jurisdiction: 'eu' })
	expect(changed(light, eu)).toEqual([9])
	expect(textOf(eu, 9)).toContain(words.notice.inEu)
})

test('who must be asked is told so', () => {
	const nowhere = make(EN, all('none', 'lightweight-needs-consent'), {}, { consent: 'required' })
	expect(textOf(nowhere, 2)).toContain(EN.notice.modeConsentEverywhere)
	expect(textOf(nowhere, 6)).not.toContain(EN.notice.basisInterest)
	const strict = LIGHT.map((one) =>
		one.rule === 'DE' ? rule('DE', 'none', 'lightweight-needs-consent') : one,
	)
	expect(textOf(make(EN, strict), 2)).toContain('after you have agreed: Germany.')
	expect(textOf(make(EN, strict), 8)).toContain(EN.notice.withdrawal)
	expect(textOf(make(EN, strict), 8)).toContain('jitt_choice')
	expect(textOf(make(EN), 8)).not.toContain(EN.notice.withdrawal)
	expect(textOf(make(EN), 8)).not.toContain('jitt_choice')
	const silent = make(EN, all('none', 'fallback-none'), { mode: 'cookie' }, { fallback: 'none' })
	expect(textOf(silent, 2)).toContain(EN.notice.fallbackNone)
	expect(textOf(silent, 2)).toContain(EN.notice.cookieNever)
	const free = make(EN, all('cookie', 'notice'), { mode: 'cookie' }, { consent: 'none' })
	expect(textOf(free, 2)).toContain(EN.notice.cookieAlways)
})

test('places are named once, by country, with the regions that differ', () => {
	expect(placesOf(EN, ['CA', 'GB'], RULES)).toBe('Canada except Québec, United Kingdom')
	expect(placesOf(EN, ['US-CA', '*'], RULES)).toBe('United States (California), all other countries')
	expect(placesOf(EN, ['US', 'US-CA'], RULES)).toBe('United States')
	expect(placesOf(wordsFor('de'), ['CA', 'GB'], RULES)).toBe('Kanada außer Québec, Vereinigtes Königreich')
})

test.each(FORMATS)('as %s it can be pasted as it is', (format) => {
	const notice = make(EN, MIXED, { mode: 'cookie' }, { notice: true })
	const text = render(notice, format, 'en')
	for (const { heading } of notice.points) expect(text).toContain(heading)
	if (format === 'html') {
		expect(text).toMatch(/^<section lang="en">/)
		expect(text).toContain('<a href="https://jitt.test/.well-known/jitt/manifest/shop.example">')
		expect(text).not.toMatch(/<script|on\w+=/)
	}
	if (format === 'markdown') {
		expect(text).toContain('\\_\\_Host-jitt, jitt')
		expect(text).toContain('<https://jitt.test/.well-known/jitt/retention/shop.example>')
	}
})

test('a name that looks like markup stays a name', () => {
	const notice = make(EN, LIGHT, { domain: '<b>x</b>&"' })
	expect(render(notice, 'html', 'en')).toContain('&lt;b&gt;x&lt;/b&gt;&amp;&quot;')
})

test.each([
	['de-AT,de;q=0.9,en;q=0.8', 'de'],
	['xx, fr;q=0.5, it;q=0.7', 'it'],
	['en;q=0, pl;q=0.1', 'pl'],
	['pt-BR', 'pt'],
	['ja', 'en'],
	['*', 'en'],
	[';;;,q=', 'en'],
	[null, 'en'],
])('%s is answered in %s', (header, code) => {
	expect(wordsFor(header).code).toBe(code)
})
