import { eq, or, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import type { ExportFile, Kept, Part, Subject } from '../model/part.ts'
import { account, session, user, verification } from '../store/schema/account.ts'
import { passkey, twoFactor } from '../store/schema/factors.ts'
import { meansOf } from './profile.ts'

/**
 * The account itself: who it is and what it signs in by. Erased after everything that refers to it (keys and teams:
 * `part-teams.ts`). Hashes, secrets and tokens are no part of what one takes along: they would only open it.
 */
export const part: Part = { name: 'account', take, erase }

async function* take(env: Env, { userId }: Subject): AsyncGenerator<ExportFile> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [[person], sessions, passkeys] = await db.batch([
		db.select().from(user).where(eq(user.id, userId)),
		db
			.select({
				createdAt: session.createdAt,
				lastUsedAt: session.updatedAt,
				expiresAt: session.expiresAt,
			})
			.from(session)
			.where(eq(session.userId, userId))
			.orderBy(session.createdAt),
		db
			.select({ name: passkey.name, createdAt: passkey.createdAt, lastUsedAt: passkey.lastUsedAt })
			.from(passkey)
			.where(eq(passkey.userId, userId))
			.orderBy(passkey.createdAt),
	])
	if (!person) return
	const { id, name, email, emailVerified, createdAt, updatedAt } = person
	const means = await meansOf(env, userId)
	const profile = { id, name, email, emailVerified, createdAt, updatedAt, ...means }
	for (const [path, content] of Object.entries({ profile, sessions, passkeys })) {
		yield { path: `account/${path}.json`, content: `${JSON.stringify(content, null, '\t')}\n` }
	}
}

async function erase(env: Env, { userId }: Subject): Promise<Kept[]> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [person] = await db.select({ email: user.email }).from(user).where(eq(user.id, userId))
	const holds = (text: string) => sql`instr(${verification.value}, ${text}) > 0`
	await db.batch([
		db.delete(session).where(eq(session.userId, userId)),
		db.delete(account).where(eq(account.userId, userId)),
		db.delete(twoFactor).where(eq(twoFactor.userId, userId)),
		db.delete(passkey).where(eq(passkey.userId, userId)),
		// Links in letters: they name the account or its address.
		db
			.delete(verification)
			.where(or(holds(userId), person ? holds(JSON.stringify(person.email)) : undefined)),
		db.delete(user).where(eq(user.id, userId)),
	])
	return []
}
