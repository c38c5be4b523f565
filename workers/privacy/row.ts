/** One rule of the law table: what it asks for where it holds. Facts as of `LAW_VERSION`, no legal advice. */
export interface Row {
	/** Short name of the act. */
	law: string
	/**
	 * `consent` = no id before a grant; `opt-out` = an id by default, with a notice and a working opt-out;
	 * `notice` = an id by default, with a notice.
	 */
	cookieMode: 'consent' | 'opt-out' | 'notice'
	/** Instead of `cookieMode` where the owner meets the conditions of an exemption for audience measurement. */
	exemptMode: 'opt-out' | null
	lightweightMode: 'allowed' | 'consent'
	/** How settled it is that this asks for what it says; the strict profile asks for consent where it is not. */
	certainty: { cookie: Certainty; lightweight: Certainty }
	/** A universal opt-out signal binds by statute, also against an agreement on the site. */
	gpcBinding: boolean
	/** First day of that, `YYYY-MM-DD`; null where it is not so. */
	gpcSince: string | null
	/** Hours to tell the authority of a breach; null where the law names no figure or no authority. */
	breachAuthorityHours: number | null
	breachBasis: BreachBasis
	/** Data of citizens may not be collected first in a database abroad. */
	localization: boolean
	/** First and last day of the rule, inclusive, `YYYY-MM-DD` in UTC; null = open. */
	from: string | null
	until: string | null
	/** Keys of `sources.ts`, by a space. */
	sources: string
}

export type Certainty = 'firm' | 'contested'
export type BreachBasis =
	| 'statute'
	| 'guidance'
	| 'no-hours'
	| 'no-authority-duty'
	| 'unknown'
	| 'product-default'

/** Certainty for cookie and lightweight mode: `f`irm, `c`ontested. */
type Letters = 'ff' | 'fc' | 'cf' | 'cc'
type Rest = Partial<Pick<Row, 'gpcSince' | 'exemptMode' | 'localization' | 'from' | 'until'>>

/** A rule; nobody has forbidden what we do without a cookie, so that is allowed in all of them. */
export const row = (
	cookieMode: Row['cookieMode'],
	letters: Letters,
	law: string,
	[breachAuthorityHours, breachBasis]: [number | null, BreachBasis],
	sources: string,
	rest: Rest = {},
): Row => ({
	law,
	cookieMode,
	exemptMode: null,
	lightweightMode: 'allowed',
	certainty: { cookie: certainty(letters[0]), lightweight: certainty(letters[1]) },
	gpcBinding: rest.gpcSince !== undefined,
	gpcSince: null,
	breachAuthorityHours,
	breachBasis,
	localization: false,
	from: null,
	until: null,
	sources,
	...rest,
})

const certainty = (letter: string | undefined): Certainty => (letter === 'f' ? 'firm' : 'contested')

/** EU and EEA: Art. 5(3) of the ePrivacy Directive in national law, Art. 33 and 34 GDPR for breaches. */
export const eu = (law: string, sources = '', letters: Letters = 'fc', rest: Rest = {}): Row =>
	row('consent', letters, law, [72, 'statute'], `${sources} E1 G1 G2`.trim(), rest)

/** A state of the US with a comprehensive act: an opt-out, and no clock for telling an authority. */
export const state = (law: string, sources: string, letters: Letters = 'ff', rest: Rest = {}): Row =>
	row('opt-out', letters, law, [null, 'no-hours'], `${sources} A14 A19`, rest)
