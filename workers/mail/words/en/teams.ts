import type { Wording } from '../../letter.ts'

/** Letters between people and teams. Names in them were chosen by strangers: they are quoted, never trusted. */

type Invited = { sender: string; senderEmail: string; email: string; link: string; days: number }

const footer = ({ email }: Invited): string =>
	`This was sent to ${email} and works only for an account of that address. If you do not expect it, do nothing.`
const once = ({ days }: Invited): string => `The link works once, for ${days} days.`
const from = ({ sender, senderEmail }: Invited): string => `${sender} (${senderEmail})`

/** To join a team. */
export const teamInvitation = (at: Invited & { team: string; role: string }): Wording => ({
	subject: `Invitation to the team “${at.team}”`,
	paragraphs: [`${from(at)} invites you to the team “${at.team}” at Jitt, as ${at.role}.`, once(at)],
	action: { label: 'See the invitation', link: at.link },
	footer: footer(at),
})

/** To see or edit one site. */
export const siteInvitation = (at: Invited & { domain: string; role: string }): Wording => ({
	subject: `Invitation to the statistics of ${at.domain}`,
	paragraphs: [
		`${from(at)} invites you to the statistics of ${at.domain} at Jitt, as ${at.role}. You see this site and nothing else of its team.`,
		once(at),
	],
	action: { label: 'See the invitation', link: at.link },
	footer: footer(at),
})

/** To take a site over. */
export const siteOffer = (at: Invited & { domain: string }): Wording => ({
	subject: `${at.domain} is offered to you`,
	paragraphs: [
		`${from(at)} wants to hand ${at.domain} with all its statistics over to you at Jitt. Once you accept, it is yours alone: you decide about its data, and its events count for your plan.`,
		once(at),
	],
	action: { label: 'See the offer', link: at.link },
	footer: footer(at),
})

const sample: Invited = {
	...{ sender: 'Ada Example', senderEmail: 'ada@example.org', email: 'grace@example.org', days: 7 },
	link: 'https://jitt.test/invitation#abcdefghijklmnop',
}

export const samples: readonly Wording[] = [
	teamInvitation({ ...sample, team: 'Example & Co', role: 'editor' }),
	siteInvitation({ ...sample, domain: 'example.org', role: 'viewer' }),
	siteOffer({ ...sample, domain: 'example.org' }),
]
