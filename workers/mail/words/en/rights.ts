import type { Wording } from '../../letter.ts'

/** Letters about agreements and processors. */

/** To owners, 30 days before the list of sub-processors changes. */
export const subprocessorChange = (at: {
	text: string
	/** ISO date. */
	effective: string
	list: string
	object: string
}): Wording => ({
	subject: `Our sub-processors change on ${at.effective}`,
	paragraphs: [
		`From ${at.effective} on the list of companies that process data for Jitt changes:`,
		at.text,
		`The whole list: ${at.list}`,
		`You can object until ${at.effective}. A person reads what you say and answers.`,
	],
	action: { label: 'See the change and object', link: at.object },
	footer: 'You get this because you own a team at Jitt: the data processing agreement says that we tell you.',
})

/** To owners, before a new version of a document holds. */
export const documentChange = (at: {
	title: string
	/** ISO date. */
	version: string
	summary: string
	link: string
}): Wording => ({
	subject: `${at.title}: a new version from ${at.version} on`,
	paragraphs: [
		`From ${at.version} on a new version of this document holds: ${at.title}.`,
		`What changes: ${at.summary}`,
		'Earlier versions stay readable. If you do not agree, you can cancel or delete your account at any time; leaving for that reason gives no refund.',
	],
	action: { label: 'Read the new version', link: at.link },
	footer: 'You get this because you own a team at Jitt.',
})

/** To those who run the deployment: a team objects. */
export const objectionMade = (at: { team: string; change: string; reason: string; by: string }): Wording => ({
	subject: `Objection to a change of the sub-processors: ${at.team}`,
	paragraphs: [`${at.by} objects for the team ${at.team} to the change ${at.change}:`, at.reason],
	footer: 'Answer within three working days, and before the change is in force.',
})

export const samples: readonly Wording[] = [
	subprocessorChange({
		text: 'Example Storage B.V. (NL) will keep the encrypted backups.',
		effective: '2027-01-15',
		list: 'https://app.example.org/legal/subprocessors',
		object: 'https://app.example.org/account/agreements',
	}),
	documentChange({
		title: 'Data processing agreement',
		version: '2027-03-01',
		summary: 'Backups are named with their provider.',
		link: 'https://app.example.org/legal/dpa/2027-03-01',
	}),
	objectionMade({
		team: 'Tea & <Biscuits>',
		change: '2',
		reason: 'Our contract with the city forbids it.',
		by: 'Ada Byron',
	}),
]
