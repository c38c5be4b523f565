import type { Nature, Risk, System } from '../../../model/incident.ts'
import type { Wording } from '../../letter.ts'

/**
 * What Jitt says of a breach, in English: letters, the form for authorities, the public page. Another language is
 * another file of the same shape (`support/incidents-words.ts` lists them).
 */

const NATURE: Record<Nature, string> = {
	confidentiality: 'data could be seen or was disclosed (confidentiality)',
	integrity: 'data was altered (integrity)',
	availability: 'data was lost, destroyed or out of reach (availability)',
}

const SYSTEM: Record<System, string> = {
	control: 'the database of accounts and settings',
	traffic: 'the database of sites’ statistics',
	objects: 'the working memory of sites (the day that is open)',
	files: 'stored files (attachments, exports)',
	mail: 'the sending of mail',
	payment: 'the connection to the payment provider',
}

const RISK: Record<Risk, string> = {
	none: 'unlikely to result in a risk to people',
	risk: 'a risk to people',
	high: 'a high risk to people',
}

const PROTECTION = {
	plain: 'not encrypted',
	encrypted: 'encrypted',
	hashed: 'hashed',
} as const
const KEY_LOST = {
	yes: 'key or salt compromised as well',
	no: 'key or salt not compromised',
	unknown: 'not known whether key or salt is compromised',
} as const

/** The fourteen fields of a notice, by number. */
const FIELD = {
	1: 'Who we are and how to reach us',
	2: 'When it happened, when it was discovered, and when we were sure',
	3: 'What happened',
	4: 'Whom it is about: categories and approximate number of persons',
	5: 'Categories and approximate number of records',
	6: 'Data concerned, and how it was protected',
	7: 'Sites and accounts concerned, countries of the persons',
	8: 'Likely consequences',
	9: 'Measures taken and planned',
	10: 'What you can do',
	11: 'Your rights, and where to complain',
	12: 'Who was told and when; reasons for delay',
	13: 'Assessment of the risk',
	14: 'Reference, version, language',
} as const

const UNKNOWN = 'Not known yet; information follows.'
const NONE = 'None.'

/** A notice as a letter: the parts are texts of the fields above, already in words. */
interface Notice {
	kind: 'first' | 'update' | 'closing'
	reference: string
	title: string
	/** The reader's own data is concerned, and sites that the reader answers for. */
	holder: boolean
	owner: boolean
	/** Names of those sites, some of them; how many there are in all. */
	sites: readonly string[]
	siteCount: number
	/** Field by number: those to be told, with their text. */
	fields: readonly { number: keyof typeof FIELD; text: string }[]
	/** The full story; blank before the end. */
	story: string
	phases: boolean
	/** The page of the account that says it again. */
	link: string
}

const OPENING = {
	first: 'We write because of a breach of security at Jitt that concerns you.',
	update: 'This is more about the breach of security at Jitt that we told you about.',
	closing:
		'The investigation of the breach of security at Jitt that we told you about has ended. This is all of it.',
} as const

const SUBJECT = {
	first: 'Breach of security',
	update: 'Breach of security: more information',
	closing: 'Breach of security: the full story',
} as const

const notice = (of: Notice): Wording => ({
	subject: `${SUBJECT[of.kind]} (${of.reference})`,
	paragraphs: [
		OPENING[of.kind],
		...(of.story === '' ? [] : [of.story]),
		...(of.holder ? ['It concerns data of your own account.'] : []),
		...(of.owner ? [ownedSites(of.sites, of.siteCount)] : []),
		...of.fields.map(({ number, text }) => `${FIELD[number]}:\n${text}`),
		...(of.phases ? ['Not everything is known yet. We write again as soon as there is more.'] : []),
	],
	action: { label: 'Read it in your account', link: of.link },
	footer:
		'You get this letter because the law and our own promise ask us to tell you. It cannot be turned off.',
})

function ownedSites(sites: readonly string[], count: number): string {
	const more = count > sites.length ? ` and ${count - sites.length} more` : ''
	return `It concerns statistics of sites that you answer for: ${sites.join(', ')}${more}. You are the controller of that data and we process it for you (Art. 33(2) GDPR): whether you must tell an authority or your visitors is for you to judge, and your own time runs from now.`
}

/** To those who run a deployment. */
interface Reminder {
	reference: string
	title: string
	/** `owners: 2026-11-29 09:00 UTC`, one a line. */
	deadlines: readonly string[]
	/** Hours that are left; null = it has passed. */
	hours: number | null
	link: string
}

const reminder = ({ reference, title, deadlines, hours, link }: Reminder): Wording => ({
	subject:
		hours === null
			? `MISSED: a deadline of ${reference} has passed`
			: `${hours} h left: a deadline of ${reference} is near`,
	paragraphs: [
		hours === null
			? `A deadline of the incident “${title}” has passed, and what it asks for is not done. Do it now, and write down why it is late.`
			: `A deadline of the incident “${title}” ends in less than ${hours === 1 ? 'an hour' : `${hours} hours`}.`,
		deadlines.join('\n'),
	],
	action: { label: 'Open the incident', link },
	footer: 'You get this letter because you run this deployment of Jitt.',
})

const page = {
	title: 'Incidents',
	intro:
		'Breaches of security at Jitt that we tell in public, the newest first. Whoever holds an account or answers for a site that is concerned is told by mail as well. Visitors of sites cannot be: we hold no way to reach them. This page is for them.',
	none: 'There is no incident to tell of.',
	open: 'Being investigated',
	closed: 'Closed',
	version: 'Version {version} of {date}',
	follows: 'Not everything is known yet. More follows here.',
	feed: 'The same as a feed (Atom)',
	story: 'The full story',
	all: 'All incidents',
	visitors:
		'Statistics of sites hold no name and no network address of yours. Where a site counts without a cookie, what it holds cannot be tied to you once the day is over; where it uses one, it may be tied to that cookie. The owner of a site that you visited can tell you whether it is concerned.',
} as const

const text = {
	window: '{from} to {until}',
	goesOn: '{from} on; it goes on',
	times: 'Happened: {window}. Discovered: {discovered}. Aware: {aware}.',
	contact:
		'{name} (controller of account data, processor of sites’ statistics). Contact: {person}, {email}, {phone}',
	happened: '{what}\nKind: {nature}. Systems: {systems}.\nCause: {cause}',
	number: '{categories}; about {count}',
	concerned: '{accounts} accounts, {sites} sites. Countries of visitors: {countries}.',
	measures: 'Taken: {taken}\nPlanned: {planned}',
	toldNobody: 'Nobody has been told yet.',
	told: 'Version {version} of {date}: {told} told, {failed} could not be reached.',
	authority: 'Authority ({rule}): {outcome} on {date}. {note}',
	outcomes: { told: 'told', 'not-needed': 'not needed' },
	delay: 'Reasons for delay: {delay}',
	phases: 'Information follows in phases (Art. 33(4)).',
	risk: '{risk}. {why}',
	reference: '{reference}, version {version}, language {language}',
	advice: '{advice}',
	ownerAdvice: 'As owner of a site: {advice}',
} as const

export const INCIDENTS = {
	nature: NATURE,
	system: SYSTEM,
	risk: RISK,
	protection: PROTECTION,
	keyLost: KEY_LOST,
	field: FIELD,
	unknown: UNKNOWN,
	none: NONE,
	notice,
	reminder,
	page,
	text,
}

/** The shape that every language has: the same names, other texts. */
type Texts<T> = T extends string
	? string
	: T extends (...of: never[]) => unknown
		? T
		: { readonly [K in keyof T]: Texts<T[K]> }
export type IncidentWords = Texts<typeof INCIDENTS>

const sample: Notice = {
	...{ kind: 'first', reference: 'JITT-2026-7', title: 'Copy of a database' },
	...{ holder: true, owner: true, sites: ['one.example', 'two.example'], siteCount: 5 },
	fields: [
		{ number: 3, text: 'Somebody read a copy of the database.' },
		{ number: 10, text: 'Change your password.' },
	],
	...{ story: '', phases: true, link: 'https://app.example.org/account/incidents' },
}

/** One of each letter, for the test that renders all of them. */
export const samples: readonly Wording[] = [
	notice(sample),
	notice({ ...sample, kind: 'update', holder: false }),
	notice({ ...sample, kind: 'closing', owner: false, story: 'All of it.', phases: false }),
	...[24, 1, null].map((hours) =>
		reminder({
			...{ reference: 'JITT-2026-7', title: 'Copy of a database', hours },
			deadlines: ['owners: 29 Nov 2026, 09:00 UTC'],
			link: 'https://app.example.org/operator/incidents/7',
		}),
	),
]
