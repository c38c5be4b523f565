import { asc, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { cannedReply } from '../store/schema/care.ts'

export type Reply = typeof cannedReply.$inferSelect
export type ReplyFields = Pick<Reply, 'title' | 'text'>

const MOST_REPLIES = 200

/** Answers that operators give often, by title. */
export const listReplies = (env: Env): Promise<Reply[]> =>
	drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(cannedReply)
		.orderBy(asc(cannedReply.title), cannedReply.id)

/** Adds one. */
export async function addReply(env: Env, fields: ReplyFields, now: number): Promise<Result<Reply, AppError>> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	if ((await db.$count(cannedReply)) >= MOST_REPLIES) {
		return fail({
			kind: 'conflict',
			message: `There are at most ${MOST_REPLIES} canned replies: delete one first`,
		})
	}
	const reply = { id: crypto.randomUUID(), ...fields, updatedAt: new Date(now) }
	await db.insert(cannedReply).values(reply)
	return ok(reply)
}

/** Changes one; null where there is none of that id. */
export async function changeReply(
	env: Env,
	id: string,
	fields: ReplyFields,
	now: number,
): Promise<Reply | null> {
	const [reply] = await drizzle(env.DB, { casing: 'snake_case' })
		.update(cannedReply)
		.set({ ...fields, updatedAt: new Date(now) })
		.where(eq(cannedReply.id, id))
		.returning()
	return reply ?? null
}

/** Deletes one; false where there is none of that id. */
export async function deleteReply(env: Env, id: string): Promise<boolean> {
	const gone = await drizzle(env.DB, { casing: 'snake_case' })
		.delete(cannedReply)
		.where(eq(cannedReply.id, id))
		.returning({ id: cannedReply.id })
	return gone.length > 0
}
