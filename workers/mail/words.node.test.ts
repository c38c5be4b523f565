import { globSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Letter, letterOf, type Wording } from './letter.ts'
import * as account from './words/en/account.ts'
import * as billing from './words/en/billing.ts'
import * as data from './words/en/data.ts'
import * as incidents from './words/en/incidents.ts'
import * as rights from './words/en/rights.ts'
import * as support from './words/en/support.ts'
import * as teams from './words/en/teams.ts'

/** Where the samples' links lead: nowhere else does a letter of ours. */
const OURS = /^https:\/\/(app\.example\.org|jitt\.test|app\.jitt\.test|jitt\.example)(\/|$)/

const catalogues: { room: string; words: object; samples: readonly Wording[] }[] = [
	{ room: 'account', words: account, samples: account.samples },
	{ room: 'billing', words: billing, samples: billing.samples },
	{ room: 'data', words: data, samples: data.samples },
	{ room: 'incidents', words: incidents, samples: incidents.samples },
	{ room: 'rights', words: rights, samples: rights.samples },
	{ room: 'support', words: support, samples: support.samples },
	{ room: 'teams', words: teams, samples: teams.samples },
]
const letters = catalogues.flatMap(({ room, samples }) =>
	samples.map((wording, i) => ({
		name: `${room} ${i}: ${wording.subject}`,
		wording,
		letter: letterOf(wording),
	})),
)

/** What a person reads of a letter's HTML. */
const readable = ({ html }: Letter): string =>
	html
		.replace(/<a href="([^"]*)">([^<]*)<\/a>/g, '$2: $1')
		.replace(/<[^>]*>/g, ' ')
		.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => {
			return { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }[name] ?? ''
		})
const flat = (text: string): string => text.replace(/\s+/g, ' ').trim()

test('every room that writes letters is here', () => {
	const files = globSync('*.ts', { cwd: join(import.meta.dirname, 'words', 'en') })
	expect(catalogues.map(({ room }) => `${room}.ts`).sort()).toEqual(files.sort())
})

test.each(catalogues)('every letter of $room has a sample', ({ words, samples }) => {
	const functions = Object.values(words).filter((one) => typeof one === 'function')
	expect(samples.length).toBeGreaterThan(0)
	expect(samples.length).toBeGreaterThanOrEqual(functions.length)
})

describe.each(letters)('$name', ({ wording, letter }) => {
	test('has a subject that fits, and says something', () => {
		expect(wording.subject).toBe(letter.subject)
		expect(letter.subject.length).toBeGreaterThan(5)
		expect(wording.paragraphs.length).toBeGreaterThan(0)
	})

	test('says the same as text and as HTML', () => {
		expect(flat(readable(letter))).toBe(flat(letter.text))
	})

	test('has no hole and no mark of a template', () => {
		expect(letter.text).not.toMatch(/undefined|null|NaN|\[object|\{\w*\}|Invalid Date/)
	})

	test('leads nowhere but to us', () => {
		const links = letter.text.match(/\w+:\/\/[^\s)>]+/g) ?? []
		for (const link of [...links, ...(wording.action ? [wording.action.link] : [])])
			expect(link).toMatch(OURS)
		for (const [, link] of letter.html.matchAll(/(?:href|src)="([^"]*)"/g)) expect(link).toMatch(OURS)
	})
})
