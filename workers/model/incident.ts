/** A breach of security: what is known of it, and what its notices say. Pure types and words. */

/** What was touched. Of the first, mail and payment, accounts are affected; of traffic and objects, sites. */
export const SYSTEMS = ['control', 'traffic', 'objects', 'files', 'mail', 'payment'] as const
export type System = (typeof SYSTEMS)[number]

/** Art. 4(12) GDPR: disclosure or access; alteration; loss or destruction. */
export const NATURES = ['confidentiality', 'integrity', 'availability'] as const
export type Nature = (typeof NATURES)[number]

export const RISKS = ['none', 'risk', 'high'] as const
export type Risk = (typeof RISKS)[number]

/** What decides who is affected and which clocks run. Instants are ms since the epoch. */
export interface Facts {
	title: string
	/** The window: when it began, and when it ended; null = it goes on. */
	startsAt: number
	endsAt: number | null
	discoveredAt: number
	/** When we were reasonably sure that personal data was touched: the clocks run from here. */
	awareAt: number
	systems: System[]
	nature: Nature[]
	/**
	 * Of traffic: `stored` = all that was kept at the end of the window (somebody could read the database);
	 * `arrived` = what came in during it (somebody could listen, or hits were lost).
	 */
	reach: 'stored' | 'arrived'
	/** Only these databases of traffic; null = all. */
	shards: number[] | null
	/** Only sites of these jurisdictions, `none` = those without; null = all. */
	jurisdictions: ('eu' | 'us' | 'none')[] | null
}

/** A kind of data, and how it was protected. */
export interface Item {
	what: string
	protection: 'plain' | 'encrypted' | 'hashed'
	/** Whether the key or salt is compromised as well. */
	keyLost: 'yes' | 'no' | 'unknown'
}

/** What people write for the notices. Blank = not written yet. All fourteen fields are of this and `Facts`. */
export interface Notice {
	/** BCP 47, of the texts below. */
	language: string
	contact: { name: string; person: string; email: string; phone: string }
	what: string
	cause: string
	personCategories: string
	/** Approximate; null = not known yet. */
	persons: number | null
	recordCategories: string
	records: number | null
	items: Item[]
	consequences: string
	taken: string
	planned: string
	/** What account holders can do, and what owners of sites can. */
	advice: string
	ownerAdvice: string
	remedies: string
	delay: string
	/** More follows: fields that are still blank may be. */
	phases: boolean
	risk: Risk | null
	riskWhy: string
	/** The full story, told when the incident is closed. */
	story: string
}
