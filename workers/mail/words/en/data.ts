import type { Wording } from '../../letter.ts'

/** Letters about taking data along and about its deletion. */

/** An export is complete. */
export const exportReady = (at: { of: string; link: string; until: string }): Wording => ({
	subject: `Your export of ${at.of} is ready`,
	paragraphs: [
		`Everything about ${at.of} is in one archive, which you can fetch until ${at.until}. You have to be signed in to do so.`,
	],
	action: { label: 'Fetch the archive', link: at.link },
	footer: 'You asked for this export. If it was not you, sign out everywhere and change your password.',
})

/** A deletion was asked for and can be taken back. */
export const deletionAsked = (at: { of: string; due: string; link: string }): Wording => ({
	subject: `Deletion of ${at.of} was asked for`,
	paragraphs: [
		`From now on ${at.of} is closed: nothing is shown and nothing is counted.`,
		`It is erased for good on ${at.due}. Until then you can take the deletion back, and everything is as it was.`,
	],
	action: { label: 'Take it back', link: at.link },
	footer: 'If you did not ask for this, take it back and change your password.',
})

/** The day before. */
export const deletionNear = (at: { of: string; due: string; link: string }): Wording => ({
	subject: `${at.of} is erased tomorrow`,
	paragraphs: [
		`As you asked, ${at.of} is erased for good on ${at.due}. This is the last chance to take it back.`,
	],
	action: { label: 'Take it back', link: at.link },
})

/** It is done. */
export const deletionDone = (at: {
	of: string
	number: string
	link: string
	backupsUntil: string | null
	kept: readonly string[]
}): Wording => ({
	subject: `${at.of} is erased`,
	paragraphs: [
		`Everything about ${at.of} was erased. The receipt has the number ${at.number}; it says what went and when, and names nobody.`,
		...(at.backupsUntil
			? [
					`Encrypted backups that may still hold it are deleted by ${at.backupsUntil} and are not used otherwise.`,
				]
			: []),
		...(at.kept.length > 0 ? [`The law makes us keep:\n${at.kept.join('\n')}`] : []),
	],
	action: { label: 'See the receipt', link: at.link },
})

const LINK = 'https://app.example.org/account/data'

export const samples: readonly Wording[] = [
	exportReady({ of: 'your account', link: LINK, until: '29 November 2026, 10:00 UTC' }),
	deletionAsked({ of: 'example.org', due: '5 December 2026', link: LINK }),
	deletionNear({ of: 'your account', due: '5 December 2026', link: LINK }),
	deletionDone({
		...{ of: 'your account', number: '0f3a…', link: LINK, backupsUntil: '4 January 2027' },
		kept: ['Invoices, as tax law asks, until 31 December 2036'],
	}),
]
