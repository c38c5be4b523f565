import type { IncidentWords } from '../mail/words/en/incidents.ts'
import type { Facts, Notice } from '../model/incident.ts'
import type { Scope } from './incidents-scope.ts'
import { filled, instantIn, wordsOf } from './incidents-words.ts'

/** The notices of an incident, made of its one form. Pure: what is missing is said to be. */

/** What the notices are made of. */
export interface Told {
	reference: string
	version: number
	facts: Facts
	notice: Notice
	scope: Pick<Scope, 'accounts' | 'sites' | 'countries'>
	/** Versions that went out, and to how many. */
	versions: readonly { version: number; at: number; told: number; failed: number }[]
	authorities: readonly { rule: string; outcome: 'told' | 'not-needed'; at: number; note: string }[]
}

export type FieldNumber = keyof IncidentWords['field']
export interface Field {
	number: FieldNumber
	label: string
	text: string
}

/** Who reads: all fields are for authorities, the others get those that are for them. */
export type Audience = 'authority' | 'holder' | 'owner' | 'public'

/** Countries named in a text; more than these are counted. */
const MAX_COUNTRIES = 60

/** What an audience is told, field by field, in the notice's own language. */
export function fieldsFor(audience: Audience, told: Told): Field[] {
	const words = wordsOf(told.notice.language)
	return NUMBERS.filter((number) => FOR[audience].includes(number)).map((number) => ({
		number,
		label: words.field[number],
		text: TEXT[number](told, words, audience),
	}))
}

const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14] as const satisfies readonly FieldNumber[]

/** Persons get what Art. 34(2) asks for and what helps them; who was told is for authorities to know. */
const FOR: Readonly<Record<Audience, readonly FieldNumber[]>> = {
	authority: NUMBERS,
	owner: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14],
	holder: [1, 2, 3, 6, 8, 9, 10, 11, 13, 14],
	public: [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 14],
}

const TEXT: Readonly<Record<FieldNumber, (told: Told, words: IncidentWords, audience: Audience) => string>> =
	{
		1: ({ notice: { contact } }, { text, unknown }) => {
			const phone = contact.phone === '' ? unknown : contact.phone
			return filled(text.contact, { ...contact, person: contact.person || unknown, phone })
		},
		2: ({ facts, notice }, words) => {
			const { text } = words
			const at = (ms: number) => instantIn(notice.language, ms)
			const { startsAt, endsAt } = facts
			const span = { from: at(startsAt), until: endsAt === null ? '' : at(endsAt) }
			return filled(text.times, {
				window: filled(endsAt === null ? text.goesOn : text.window, span),
				...{ discovered: at(facts.discoveredAt), aware: at(facts.awareAt) },
			})
		},
		3: ({ facts, notice }, words) =>
			filled(words.text.happened, {
				what: notice.what || words.unknown,
				nature: facts.nature.map((one) => words.nature[one]).join('; '),
				systems: facts.systems.map((one) => words.system[one]).join('; '),
				cause: notice.cause || words.unknown,
			}),
		4: ({ notice }, words) => counted(notice.personCategories, notice.persons, words, notice.language),
		5: ({ notice }, words) => counted(notice.recordCategories, notice.records, words, notice.language),
		6: ({ notice: { items } }, words) =>
			items.length === 0
				? words.unknown
				: items
						.map(({ what, protection, keyLost }) => {
							const key = protection === 'plain' ? '' : `, ${words.keyLost[keyLost]}`
							return `${what} (${words.protection[protection]}${key})`
						})
						.join('\n'),
		7: ({ scope, notice }, words) => {
			const names = new Intl.DisplayNames(notice.language, { type: 'region', fallback: 'code' })
			const some = scope.countries.slice(0, MAX_COUNTRIES).map(({ country }) => nameOf(names, country))
			const more = scope.countries.length - some.length
			const countries = [...some, ...(more > 0 ? [`+${more}`] : [])].join(', ') || words.none
			return filled(words.text.concerned, { ...scope, countries })
		},
		8: ({ notice }, { unknown }) => notice.consequences || unknown,
		9: ({ notice }, { text, unknown }) =>
			filled(text.measures, { taken: notice.taken || unknown, planned: notice.planned || unknown }),
		10: ({ notice }, { text, unknown }, audience) => {
			const forOwners = filled(text.ownerAdvice, { advice: notice.ownerAdvice || unknown })
			const advice = notice.advice || unknown
			if (audience === 'owner') return forOwners
			return audience === 'authority' ? `${advice}\n${forOwners}` : advice
		},
		11: ({ notice }, { unknown }) => notice.remedies || unknown,
		12: ({ notice, versions, authorities }, { text }) => {
			const date = (at: number) => instantIn(notice.language, at)
			const lines = [
				...versions.map((one) => filled(text.told, { ...one, date: date(one.at) })),
				...authorities.map(({ outcome, at, ...one }) =>
					filled(text.authority, { ...one, outcome: text.outcomes[outcome], date: date(at) }),
				),
			]
			return [
				...(lines.length > 0 ? lines : [text.toldNobody]),
				...(notice.delay === '' ? [] : [filled(text.delay, { delay: notice.delay })]),
				...(notice.phases ? [text.phases] : []),
			].join('\n')
		},
		13: ({ notice: { risk, riskWhy } }, words) =>
			risk === null
				? words.unknown
				: filled(words.text.risk, { risk: words.risk[risk], why: riskWhy || words.unknown }),
		14: ({ reference, version, notice }, { text }) =>
			filled(text.reference, { reference, version, language: notice.language }),
	}

function counted(categories: string, count: number | null, words: IncidentWords, language: string): string {
	if (categories === '' || count === null) return categories === '' ? words.unknown : categories
	return filled(words.text.number, { categories, count: new Intl.NumberFormat(language).format(count) })
}

/** What is no country stays as it is; a blank is unknown. */
function nameOf(names: Intl.DisplayNames, country: string): string {
	if (country === '') return '?'
	try {
		return names.of(country) ?? country
	} catch {
		return country
	}
}
