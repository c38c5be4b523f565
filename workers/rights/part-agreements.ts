import { eq, inArray } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { choicesOf, forgetChoices } from '../mail/preferences.ts'
import { forgetQueued } from '../mail/queue.ts'
import { clearSuppression, suppressionOf } from '../mail/suppression.ts'
import type { ExportFile, Kept, Part, Subject } from '../model/part.ts'
import { agreement, objection } from '../store/schema/agreements.ts'
import { addressOf } from './person.ts'

/** Agreements and mail, as a person may take them along and as they go with the account. */
export const part: Part = { name: 'agreements', take, erase }

async function* take(env: Env, { userId, teamIds }: Subject): AsyncIterable<ExportFile> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [agreements, objections] = await Promise.all([
		db
			.select()
			.from(agreement)
			.where(inArray(agreement.teamId, [...teamIds])),
		db
			.select()
			.from(objection)
			.where(inArray(objection.teamId, [...teamIds])),
	])
	yield { path: 'agreements/agreements.json', content: json({ agreements, objections }) }
	const address = await addressOf(env, userId)
	const suppression = address === null ? null : await suppressionOf(env, address)
	yield {
		path: 'agreements/mail.json',
		content: json({ choices: await choicesOf(env, userId), suppression }),
	}
}

const json = (value: unknown): string => `${JSON.stringify(value, null, '\t')}\n`

/**
 * What other teams agreed to through the person stays, without the person. The account's row must still be there:
 * it says which address the mail was for.
 */
async function erase(env: Env, { userId, teamIds }: Subject): Promise<Kept[]> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const address = await addressOf(env, userId)
	if (address !== null) {
		await forgetQueued(env, address)
		await clearSuppression(env, address)
	}
	await forgetChoices(env, userId)
	await db.batch([
		db.delete(agreement).where(inArray(agreement.teamId, [...teamIds])),
		db.delete(objection).where(inArray(objection.teamId, [...teamIds])),
		db.update(agreement).set({ userId: null, userName: '' }).where(eq(agreement.userId, userId)),
		db.update(objection).set({ userId: null }).where(eq(objection.userId, userId)),
	])
	return []
}
