import type { Wording } from '../../letter.ts'

/** Letters of support. */

/** Answers by mail are cut here: what stands below is history. */
export const ANSWER_ABOVE = '— Write your answer above this line —'

/** To an address that somebody typed into the form: nothing of what they typed is in it. */
export const confirmContact = ({ link }: { link: string }): Wording => ({
	subject: 'Confirm your message to Jitt support',
	paragraphs: [
		'Somebody, probably you, wrote to Jitt support and gave this address for the answer.',
		'Follow the link to send the message to us. Without that it is deleted within two days.',
	],
	action: { label: 'Confirm my message', link },
	footer: 'If it was not you, there is nothing to do.',
})

interface ToCustomer {
	name: string
	subject: string
	/** Where the conversation is. */
	link: string
	/** Whether an answer to this mail reaches us. */
	byMail: boolean
}

const howToAnswer = (byMail: boolean): string =>
	byMail ? 'Answer this mail, or open the conversation.' : 'To answer, open the conversation.'

export const ticketReceived = ({ name, subject, link, byMail }: ToCustomer): Wording => ({
	subject: `We have your message: ${subject}`,
	paragraphs: [
		`Hello ${name}, your message has arrived and a person will answer it. You can add to it at any time.`,
		howToAnswer(byMail),
	],
	action: { label: 'Open the conversation', link },
	footer: 'You can delete the conversation there at any time, with everything that belongs to it.',
})

export const ticketAnswered = ({
	name,
	subject,
	link,
	byMail,
	operator,
	text,
	files,
	solved,
}: ToCustomer & { operator: string; text: string; files: number; solved: boolean }): Wording => ({
	subject: `Re: ${subject}`,
	paragraphs: [
		...(byMail ? [ANSWER_ABOVE] : []),
		`Hello ${name}, ${operator} of Jitt support wrote:`,
		text,
		...(files > 0 ? [`With ${files === 1 ? 'a file' : `${files} files`}: see the conversation.`] : []),
		...(solved ? ['We hope that this solves it. If it does not, answer and it goes on.'] : []),
		howToAnswer(byMail),
	],
	action: { label: 'Open the conversation', link },
	footer: 'You can delete the conversation there at any time, with everything that belongs to it.',
})

/** To operators. What was written stays where it is. */
export const newForOperators = ({
	subject,
	link,
	isNew,
}: {
	subject: string
	link: string
	isNew: boolean
}): Wording => ({
	subject: isNew ? `New ticket: ${subject}` : `Answer from the customer: ${subject}`,
	paragraphs: [isNew ? 'A new ticket waits for an answer.' : 'A customer has answered and waits for us.'],
	action: { label: 'Open the ticket', link },
	footer: 'You get this because you operate this deployment of Jitt.',
})

export const samples: readonly Wording[] = [
	confirmContact({ link: 'https://jitt.test/contact/abcdefghijklmnop#abcdefghijklmnop' }),
	ticketReceived({
		...{ name: 'Ada', subject: 'No numbers since Monday', byMail: true },
		link: 'https://jitt.test/support/abcdefghijklmnop',
	}),
	ticketAnswered({
		...{ name: 'Ada', subject: 'No numbers since Monday', byMail: true, operator: 'Grace' },
		...{ text: 'The script is missing.\nSee the page "Install".', files: 1, solved: true },
		link: 'https://jitt.test/support/abcdefghijklmnop',
	}),
	newForOperators({
		...{ subject: 'No numbers since Monday', isNew: true },
		link: 'https://jitt.test/operator/tickets/abcdefghijklmnop',
	}),
]
