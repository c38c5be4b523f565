import { and, eq, isNotNull } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { account, user, verification } from '../store/schema/account.ts'

/** What an account has to sign in by. */
export interface Means {
	password: boolean
	secondFactor: boolean
}

export async function meansOf(env: Env, userId: string): Promise<Means> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [passwords, [person]] = await db.batch([
		db
			.select({ id: account.id })
			.from(account)
			.where(
				and(eq(account.userId, userId), eq(account.providerId, 'credential'), isNotNull(account.password)),
			),
		db.select({ on: user.twoFactorEnabled }).from(user).where(eq(user.id, userId)),
	])
	return { password: passwords.length > 0, secondFactor: person?.on === true }
}

/** Gives an account another name; its teams keep theirs. */
export async function rename(env: Env, userId: string, name: string): Promise<void> {
	await drizzle(env.DB, { casing: 'snake_case' })
		.update(user)
		.set({ name, updatedAt: new Date() })
		.where(eq(user.id, userId))
}

/** Voids what was sent to an account's address and not used yet: once the address is another's to read. */
export async function voidTokens(env: Env, userId: string): Promise<void> {
	await drizzle(env.DB, { casing: 'snake_case' }).delete(verification).where(eq(verification.value, userId))
}
