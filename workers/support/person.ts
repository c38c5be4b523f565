import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { user } from '../store/schema/account.ts'
import type { Ticket } from './tickets.ts'

/** Name and e-mail address of an account, as a ticket keeps them; null where it is gone. */
export async function personOf(env: Env, userId: string): Promise<{ name: string; email: string } | null> {
	const [row] = await drizzle(env.DB, { casing: 'snake_case' })
		.select({ name: user.name, email: user.email })
		.from(user)
		.where(eq(user.id, userId))
	return row ? { name: row.name, email: row.email.toLowerCase() } : null
}

/** Where a ticket's sender is reached now: an account may have another address than when it was written. */
export async function contactOf(
	env: Env,
	{ userId, name, email }: Ticket,
): Promise<{ name: string; email: string }> {
	const person = userId === null ? null : await personOf(env, userId)
	return person ?? { name, email }
}
