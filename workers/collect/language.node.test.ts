import fc from 'fast-check'
import { expect, test } from 'vitest'
import { languageOf } from './language.ts'

test.each([
	['de-AT,de;q=0.9,en;q=0.8', 'de'],
	['zh-Hant-TW', 'zh'],
	['EN-us', 'en'],
	['nds', 'nds'],
	// By weight, not by place; of equal ones the first.
	['en;q=0.5, fr;q=0.9, de;q=0.9', 'fr'],
	['da;q=0.7, sv', 'sv'],
	// What names no language, is refused or cannot be read is passed over.
	['*', ''],
	['*, de;q=0.1', 'de'],
	['de;q=0, en;q=0.1', 'en'],
	['x-klingon, i-default, fr', 'fr'],
	['de;q=high, it;q=0.2', 'it'],
	['english, deutsch', ''],
	['', ''],
	[null, ''],
])('%s prefers %s', (header, language) => {
	expect(languageOf(header)).toBe(language)
})

test('whatever is sent, no more than a subtag is kept, and soon', () => {
	fc.assert(
		fc.property(fc.string(), (header) => {
			expect(languageOf(header)).toMatch(/^([a-z]{2,3})?$/)
		}),
	)
	expect(languageOf(`${'x,'.repeat(30_000)}de`)).toBe('')
})
