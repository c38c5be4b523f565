import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { en, type Texts } from './en.ts'
import { fill, languageOf } from './language.ts'
import { TEXTS } from './texts.ts'

const CODES = readdirSync(new URL('.', import.meta.url))
	.map((file) => /^([a-z]{2})\.ts$/.exec(file)?.[1])
	.filter((code) => code !== undefined)
const KEYS = Object.keys(en) as (keyof Texts)[]
const braces = (text: string) => (text.match(/{\w+}/g) ?? []).sort()

it('speaks the larger languages of the EU', () => {
	expect(CODES).toHaveLength(16)
	expect(Object.keys(TEXTS).sort()).toEqual([...CODES].sort())
	for (const code of CODES) expect(languageOf([code])).toBe(code)
})

describe.each(CODES.filter((code) => code !== 'en'))('%s', (code) => {
	const texts = TEXTS[code] as Texts

	it('says everything, with the same things put in', () => {
		expect(Object.keys(texts).sort()).toEqual([...KEYS].sort())
		for (const key of KEYS) {
			expect(texts[key].trim()).toBe(texts[key])
			expect(texts[key]).not.toBe('')
			expect(braces(texts[key])).toEqual(braces(en[key]))
		}
	})

	it('says it in its own words', () => {
		// Some say "cookies" as English does.
		const same = KEYS.filter((key) => texts[key] === en[key])
		expect(same.filter((key) => key !== 'cookies')).toEqual([])
	})

	it('names the numbers and the signal that the promises depend on', () => {
		expect(texts.cookie).toContain('13')
		expect(texts.safari).toMatch(/Safari.*7|7.*Safari/)
		expect(texts.durable).toContain('Global Privacy Control')
	})
})

it('takes the first language that it has, whatever its region', () => {
	expect(languageOf(['', 'ja-JP', 'de-AT', 'fr'])).toBe('de')
	expect(languageOf(['PT-br'])).toBe('pt')
	for (const code of ['ja', 'constructor', 'n', 'de fr', '']) expect(languageOf([code])).toBe('en')
})

it('puts in what is known and leaves what is not', () => {
	expect(fill('{a} and {b}, {a}', { a: '1' })).toBe('1 and {b}, 1')
})
