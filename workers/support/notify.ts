import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { type Letter, letterOf, type Wording } from '../mail/letter.ts'
import { sendMail } from '../mail/send.ts'
import { confirmContact, newForOperators, ticketAnswered, ticketReceived } from '../mail/words/en/support.ts'
import { operatorsOf } from '../model/operators.ts'
import { user } from '../store/schema/account.ts'
import { contactOf } from './person.ts'
import { replyAddress, ticketKey } from './signed.ts'
import type { Ticket } from './tickets.ts'

/** Who is told of what, by mail. A mail that cannot be sent keeps nobody from writing: the pages show it all. */

/** Where the person reads the conversation. Without an account the key comes after the `#`, which no server sees. */
function linkOf(env: Env, { id, userId }: Pick<Ticket, 'id' | 'userId'>): string {
	const path = userId === null ? `/contact/${id}#${ticketKey(env, id)}` : `/support/${id}`
	return new URL(path, env.APP_URL).href
}

/** The link by which somebody without an account says that the address is theirs. */
export const tellToConfirm = (env: Env, ticket: Ticket): Promise<boolean> =>
	sendMail(env, ticket.email, letterOf(confirmContact({ link: linkOf(env, ticket) })))

/** The person that a ticket has arrived, and the operators that it waits. */
export async function tellOpened(env: Env, ticket: Ticket): Promise<void> {
	const { name, email } = await contactOf(env, ticket)
	const { subject } = ticket
	const words = ticketReceived({ name, subject, link: linkOf(env, ticket), byMail: canAnswer(env, ticket) })
	await Promise.all([sendMail(env, email, withReply(env, ticket, words)), tellOperators(env, ticket, true)])
}

/** The operators that the customer has written again. */
export const tellAnsweredByCustomer = (env: Env, ticket: Ticket): Promise<void> =>
	tellOperators(env, ticket, false)

/** The customer that an operator has answered. */
export async function tellAnsweredByOperator(
	env: Env,
	ticket: Ticket,
	said: { text: string; files: number; operator: string; solved: boolean },
): Promise<void> {
	const { name, email } = await contactOf(env, ticket)
	const { subject } = ticket
	const about = { name, subject, link: linkOf(env, ticket), byMail: canAnswer(env, ticket) }
	await sendMail(env, email, withReply(env, ticket, ticketAnswered({ ...about, ...said })))
}

const canAnswer = (env: Env, { id }: Ticket): boolean => replyAddress(env, id) !== null

const withReply = (env: Env, { id }: Ticket, words: Wording): Letter => ({
	...letterOf(words),
	replyTo: replyAddress(env, id) ?? undefined,
})

/** The one who takes care of it, or all where nobody does yet. */
async function tellOperators(env: Env, { id, subject, assigneeId }: Ticket, isNew: boolean): Promise<void> {
	const link = new URL(`/operator/tickets/${id}`, env.APP_URL).href
	const letter = letterOf(newForOperators({ subject, link, isNew }))
	const [assignee] =
		assigneeId === null
			? []
			: await drizzle(env.DB, { casing: 'snake_case' })
					.select({ email: user.email })
					.from(user)
					.where(eq(user.id, assigneeId))
	for (const to of assignee ? [assignee.email] : operatorsOf(env)) await sendMail(env, to, letter)
}
