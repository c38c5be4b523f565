import { and, eq, gt } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { convert } from 'html-to-text'
import PostalMime, { type Attachment, type Email } from 'postal-mime'
import type { Env } from '../env.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { ticketMessage } from '../store/schema/care.ts'
import { dropWaiting, MAX_FILES, takeFile } from './attachments.ts'
import { tellAnsweredByCustomer } from './notify.ts'
import { contactOf } from './person.ts'
import { withoutHistory } from './quotes.ts'
import { isAutomatic, isProved } from './sender.ts'
import { ticketOfAddress } from './signed.ts'
import { addMessage, findTicket, MAX_TEXT, type Ticket, uploaderOf } from './tickets.ts'

/** What Email Routing hands over. */
export type Mail = Pick<ForwardableEmailMessage, 'from' | 'to' | 'raw' | 'rawSize'>

/** Bytes: what Email Routing itself takes. */
const MAX_MAIL = 25 * 1024 * 1024
/** Characters of HTML that are read. */
const MAX_HTML = 500_000
/** Answers by mail to one ticket. */
const MOST_AN_HOUR = 20

/** One text for all that are refused: nobody learns which tickets or addresses there are. */
const REFUSED: AppError = {
	kind: 'not_found',
	message: 'This address takes answers to our mails only, from the address to which they were sent',
}

/**
 * Takes an answer to one of our mails into its ticket. The address must be one that we made, the sender the one to
 * whom we wrote, and the platform must have proved it.
 * @returns `ignored` for what programs wrote; an error where the mail is to be refused.
 */
export async function receiveMail(
	env: Env,
	mail: Mail,
	now: number,
): Promise<Result<'taken' | 'ignored', AppError>> {
	const ticketId = ticketOfAddress(env, mail.to)
	const ticket = ticketId === null ? null : await findTicket(env, ticketId)
	if (!ticket || ticket.status === 'unconfirmed') return fail(REFUSED)
	if (mail.rawSize > MAX_MAIL) return fail({ kind: 'too_large', message: 'The mail is too large' })
	const email = await new PostalMime({ maxNestingDepth: 20, maxRfc822NestingDepth: 2 })
		.parse(mail.raw)
		.catch(() => null)
	if (!email) return fail({ kind: 'invalid', message: 'The mail could not be read' })
	if (isAutomatic(email.headers, mail.from)) return ok('ignored')
	const person = await contactOf(env, ticket)
	if (!isFrom(person.email, mail, email)) return fail(REFUSED)
	const said = await saidIn(env, ticket, email, now)
	if (!said.ok) return said
	const by = { author: 'customer', userId: ticket.userId, uploader: uploaderOf(ticket.id) } as const
	const added = await addMessage(env, ticket.id, by, said.value, now)
	if (!added.ok) return added
	// The same mail came twice: it is there, and its files are.
	if (added.value.isNew) await tellAnsweredByCustomer(env, ticket)
	else for (const id of said.value.files) await dropWaiting(env, by.uploader, id)
	return ok('taken')
}

/** Envelope and `From` must both name the person, and the platform must have proved it. */
function isFrom(address: string, mail: Mail, { from, headers }: Email): boolean {
	const isPerson = (other: string | undefined) => other?.trim().toLowerCase() === address
	return isPerson(mail.from) && isPerson(from?.address) && onlyOne(headers) && isProved(headers, address)
}

/** Of two `From` headers programs believe different ones. */
const onlyOne = (headers: Email['headers']): boolean =>
	headers.filter(({ key }) => key === 'from').length === 1

async function saidIn(env: Env, ticket: Ticket, email: Email, now: number) {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const recently = and(
		eq(ticketMessage.ticketId, ticket.id),
		eq(ticketMessage.author, 'customer'),
		gt(ticketMessage.createdAt, new Date(now - 3_600_000)),
	)
	if ((await db.$count(ticketMessage, recently)) >= MOST_AN_HOUR) {
		return fail<AppError>({
			kind: 'rate_limited',
			message: 'Too many mails: try again later',
			retryAfterSeconds: 3600,
		})
	}
	const text = withoutHistory(email.text ?? textOf(email.html ?? ''))
	const { files, refused } = await filesIn(env, ticket, email.attachments, now)
	const notes = refused.map((name) => `[Not taken: ${name}]`)
	const whole = [text.slice(0, MAX_TEXT - 1000), ...notes].filter(Boolean).join('\n')
	if (whole === '' && files.length === 0) {
		return fail<AppError>({ kind: 'invalid', message: 'The mail says nothing' })
	}
	// Without an id of its own a mail is told by what it says.
	const key = `mail:${email.messageId ?? `${email.date}:${text}`}`
	return ok({ text: whole, files, key })
}

/** Of a mail that is HTML alone: its words, no pictures, and addresses only where they are the words. */
const textOf = (html: string): string =>
	convert(html.slice(0, MAX_HTML), {
		wordwrap: false,
		limits: { maxDepth: 50 },
		selectors: [
			{ selector: 'img', format: 'skip' },
			{ selector: 'a', options: { ignoreHref: true } },
		],
	})

/** Takes the files of a mail under the rules for all files; the names of those that break them. */
async function filesIn(env: Env, ticket: Ticket, attachments: readonly Attachment[], now: number) {
	const files: string[] = []
	const refused: string[] = []
	for (const { filename, content } of attachments) {
		const name = filename ?? 'file'
		const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content)
		const file = { name, size: bytes.byteLength, body: new Response(bytes).body }
		const taken =
			files.length < MAX_FILES ? await takeFile(env, uploaderOf(ticket.id), file, now) : fail(REFUSED)
		if (taken.ok) files.push(taken.value.id)
		else if (refused.length < 10) refused.push(name.replaceAll(/\p{Cc}/gu, '').slice(0, 80))
	}
	return { files, refused }
}
