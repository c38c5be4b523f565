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
	objectionMade({
		team: 'Tea & <Biscuits>',
		change: '2',
		reason: 'Our contract with the city forbids it.',
		by: 'Ada Byron',
	}),
]
