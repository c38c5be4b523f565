import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { user } from '../store/schema/account.ts'

/** An account's address; null where there is no such account any more. */
export async function addressOf(env: Env, userId: string): Promise<string | null> {
	return (await personOf(env, userId))?.email ?? null
}

/** Name and address of an account; null where there is none any more. */
export async function personOf(env: Env, userId: string): Promise<{ name: string; email: string } | null> {
	const [row] = await drizzle(env.DB, { casing: 'snake_case' })
		.select({ name: user.name, email: user.email })
		.from(user)
		.where(eq(user.id, userId))
	return row ?? null
}
