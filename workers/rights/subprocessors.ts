import { PROCESSORS } from './processors.ts'

/** Who processes what for us, and how that list changed. */
export interface Subprocessor {
	name: string
	/** Whose data it is about. */
	about: 'visitors and accounts' | 'accounts'
	purpose: string
	data: string
	/** ISO 3166-1 alpha-2. */
	country: string
	transferBasis: readonly string[]
	/** ISO date. */
	since: string
}

/** A change of the list. */
export interface Change {
	/** Never given twice; part of the feed's ids. */
	id: string
	/** ISO date on which it was put here: from then on owners are told. */
	announced: string
	/** ISO date from which on it is so: at least `NOTICE_DAYS` later. */
	effective: string
	text: string
}

/** Days that owners have to object. */
export const NOTICE_DAYS = 30

const FIRST = '2026-11-28'

/** The list as it is today. */
export const SUBPROCESSORS: readonly Subprocessor[] = [
	...PROCESSORS.flatMap(({ name, role, purpose, data, country, transfer_basis }): Subprocessor[] =>
		role === 'sub-processor'
			? [
					{
						...{ name, about: 'visitors and accounts', purpose, data, country, since: FIRST },
						transferBasis: transfer_basis,
					},
				]
			: [],
	),
	{
		name: 'Stripe Payments Europe, Ltd.',
		about: 'accounts',
		purpose: 'Takes payments, writes invoices, prevents fraud. Only of teams that take a paid plan.',
		data: 'Name, e-mail address, billing address, tax id, what is paid for; card data, which goes to Stripe alone.',
		country: 'IE',
		transferBasis: ['EU-US Data Privacy Framework', 'standard contractual clauses'],
		since: FIRST,
	},
	{
		name: 'ActiveCampaign, LLC (Postmark)',
		about: 'accounts',
		purpose: 'Carries mail where Cloudflare’s mail service fails.',
		data: 'E-mail address, and the text of the mail.',
		country: 'US',
		transferBasis: ['EU-US Data Privacy Framework', 'standard contractual clauses'],
		since: FIRST,
	},
]

/** Newest first; the list itself is the first entry. */
export const CHANGES: readonly Change[] = [
	{
		id: '1',
		announced: FIRST,
		effective: FIRST,
		text: `The list is published: ${SUBPROCESSORS.map(({ name }) => name).join('; ')}.`,
	},
]

/** Changes that owners can still object to. @param now ms since the epoch. */
export const pending = (now: number, changes: readonly Change[] = CHANGES): Change[] => {
	const today = new Date(now).toISOString().slice(0, 10)
	return changes.filter(({ announced, effective }) => announced <= today && today < effective)
}
