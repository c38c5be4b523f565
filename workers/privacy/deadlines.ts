import { lookup, type Rule } from './law.ts'
import type { BreachBasis } from './row.ts'

/**
 * The clocks of a breach. Pure. All of them run in hours from an instant, so that neither time zones nor the change
 * of clocks nor holidays move them: periods expressed in hours are not prolonged (Regulation 1182/71, Art. 3(4)).
 */

/** We tell owners, as their processor, well before their own 72 hours end (Art. 33(2): "without undue delay"). */
export const OWNER_HOURS = 24
/** Our promise to account holders; also the figure of Art. 33(1). */
export const ACCOUNT_HOURS = 72
export const HOUR_MS = 3_600_000

/** What the clocks of an incident depend on. */
export interface Clocked {
	/** ms since the epoch. */
	awareAt: number
	/** Whether accounts are affected, and whether owners' sites are. */
	accounts: boolean
	owners: boolean
	/** Countries of the visitors affected, ISO 3166-1 alpha-2; blank = unknown. */
	countries: readonly string[]
}

export interface Deadline {
	kind: 'owners' | 'accounts' | 'authority'
	/** The rule of the law table, of authorities alone. */
	rule: string | null
	/** Countries that fall under it. */
	countries: readonly string[]
	/** ms since the epoch; null where the law names no figure: without undue delay. */
	at: number | null
	hours: number | null
	/** The act, or the promise. */
	law: string
	basis: BreachBasis | 'promise'
	/** Keys of `sources.ts`. */
	sources: string
}

/** A law by country and instant; the table's own unless a test has another. */
type Laws = (country: string, at: number) => Rule
const ofTable: Laws = (country, at) => lookup(country, '', at)

/**
 * All deadlines of an incident, the earliest first; those without a figure last. The law of a place is the one in
 * force when we became aware. Accounts are told no later than the earliest law of a country concerned asks to tell
 * an authority: who knows that early that it must be told can say it to people too.
 */
export function deadlines({ awareAt, accounts, owners, countries }: Clocked, laws = ofTable): Deadline[] {
	const authorities = authoritiesOf(countries, awareAt, laws)
	const promised = { rule: null, countries: [], basis: 'promise', sources: 'G1' } as const
	const after = (hours: number) => ({ hours, at: awareAt + hours * HOUR_MS })
	const soonest = Math.min(ACCOUNT_HOURS, ...authorities.map(({ hours }) => hours ?? ACCOUNT_HOURS))
	const all: Deadline[] = [
		...(owners
			? [{ kind: 'owners', ...promised, ...after(OWNER_HOURS), law: 'Art. 33(2) GDPR' } as const]
			: []),
		...(accounts
			? [
					{
						kind: 'accounts',
						...promised,
						...after(soonest),
						law: 'Our promise; Art. 33(1), 34 GDPR',
					} as const,
				]
			: []),
		...authorities,
	]
	return all.sort((a, b) => (a.at ?? Number.POSITIVE_INFINITY) - (b.at ?? Number.POSITIVE_INFINITY))
}

/** One deadline a rule: territories share that of their country, places not listed the safe default. */
function authoritiesOf(countries: readonly string[], awareAt: number, laws: Laws): Deadline[] {
	const found = new Map<string, Deadline>()
	for (const country of [...new Set(countries)].sort()) {
		const { rule, row } = laws(country, awareAt)
		const known = found.get(rule)
		const hours = row.breachAuthorityHours
		found.set(rule, {
			kind: 'authority',
			rule,
			countries: [...(known?.countries ?? []), country],
			at: hours === null ? null : awareAt + hours * HOUR_MS,
			hours,
			law: row.law,
			basis: row.breachBasis,
			sources: row.sources,
		})
	}
	return [...found.values()]
}

/** Hours before a deadline at which those who run this are reminded. */
const REMIND_HOURS = [24, 6, 1] as const
export type Stage = '24' | '6' | '1' | 'missed'

/** How near an instant is; null while it is further off than the first reminder. */
export function stageOf(at: number, now: number): Stage | null {
	if (now >= at) return 'missed'
	const left = REMIND_HOURS.filter((hours) => now >= at - hours * HOUR_MS).at(-1)
	return left === undefined ? null : (String(left) as Stage)
}
