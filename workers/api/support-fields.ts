import { z } from 'zod'
import { MAX_FILES } from '../support/attachments.ts'
import { CHOSEN, PRIORITIES } from '../support/status.ts'
import { MAX_TEXT } from '../support/tickets.ts'

/** What pages of support may send. What is not named here reaches nothing. */

/** Line ends of all systems are one; characters that print nothing are left out. */
const tidy = (text: string): string =>
	text
		.toWellFormed()
		.replaceAll(/\r\n?/g, '\n')
		.replaceAll(/[^\P{Cc}\n\t]/gu, '')
		.trim()

const words = (max: number) => {
	const error = `must have 1 to ${max} characters`
	return z.string({ error }).max(max, { error }).transform(tidy).pipe(z.string().min(1, { error }))
}
/** On one line: it stands in subjects of mails. */
const line = (max: number) => words(max).transform((text) => text.replaceAll(/\s+/g, ' '))

const key = z.uuid({ error: 'must be a UUID, made anew for each message' })
const files = z
	.array(z.uuid({ error: 'must be ids of files that were sent up' }), { error: 'must be a list of ids' })
	.max(MAX_FILES, { error: `a message has at most ${MAX_FILES}` })
	.transform((ids) => [...new Set(ids)])
	.default([])
const email = z
	.string({ error: 'must be an e-mail address' })
	.trim()
	.toLowerCase()
	.max(254, { error: 'must be an e-mail address' })
	.pipe(z.email({ error: 'must be an e-mail address' }))

export const messageFields = z.object({ text: words(MAX_TEXT), files, key })
export const ticketFields = messageFields.extend({
	subject: line(150),
	/** Id of a team that the person is a member of. */
	team: z.string({ error: 'must be the id of a team of yours' }).nullable().default(null),
})
export const contactFields = z.object({
	name: line(100),
	email,
	subject: line(150),
	text: words(MAX_TEXT),
	/** Answer to the challenge, where this deployment asks one. */
	challenge: z.string().max(4096).optional(),
})
export const doneFields = z.object({ status: z.literal('solved', { error: 'must be solved' }) })
export const ratingFields = z.object({
	satisfaction: z.enum(['good', 'bad'], { error: 'must be good or bad' }),
	note: z
		.string({ error: 'must be a text of at most 1000 characters' })
		.max(1000, { error: 'must be a text of at most 1000 characters' })
		.transform(tidy)
		.transform((text) => text || null)
		.nullable()
		.default(null),
})

const status = z.enum(CHOSEN, { error: `must be one of ${CHOSEN.join(', ')}` })
export const answerFields = messageFields.extend({ status: status.optional() })
export const handlingFields = z.object({
	status: status.optional(),
	priority: z.enum(PRIORITIES, { error: `must be one of ${PRIORITIES.join(', ')}` }).optional(),
	/** Id of an operator's account; null = nobody. */
	assignee: z.string({ error: 'must be the id of an operator, or null' }).nullable().optional(),
})
export const replyFields = z.object({ title: line(100), text: words(MAX_TEXT) })
