import { and, desc, eq, lt, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { user } from '../store/schema/account.ts'
import { operatorAction } from '../store/schema/care.ts'
import { signed } from './signed.ts'

/** One thing an operator did. */
export interface Done {
	operatorId: string
	/** A word: `ticket.assigned`. */
	action: string
	/** A few words more, never of a conversation. */
	detail?: string
	ticketId?: string | null
}

/** Writes down what an operator did. */
export async function noteAction(env: Env, done: Done, now: number): Promise<void> {
	await write(env, crypto.randomUUID(), done, now)
}

/** The same for looks, of which one a day, operator and ticket is enough to know. */
export async function noteLook(env: Env, done: Done, now: number): Promise<void> {
	const day = new Date(now).toISOString().slice(0, 10)
	const id = signed(env, 'look', day, done.operatorId, done.action, done.ticketId ?? '')
	await write(env, id, done, now)
}

async function write(env: Env, id: string, { operatorId, action, detail, ticketId }: Done, now: number) {
	await drizzle(env.DB, { casing: 'snake_case' })
		.insert(operatorAction)
		.values({
			...{ id, at: new Date(now), operatorId, action },
			detail: detail ?? '',
			ticketId: ticketId ?? null,
		})
		.onConflictDoNothing()
}

const PAGE = 100

/** What operators did, newest first, before one of them; `more` where there is a next page. */
export async function actionLog(env: Env, before: { at: number; id: string }) {
	const at = new Date(before.at)
	const found = await drizzle(env.DB, { casing: 'snake_case' })
		.select({
			id: operatorAction.id,
			at: operatorAction.at,
			action: operatorAction.action,
			detail: operatorAction.detail,
			ticketId: operatorAction.ticketId,
			name: user.name,
		})
		.from(operatorAction)
		.leftJoin(user, eq(user.id, operatorAction.operatorId))
		.where(or(lt(operatorAction.at, at), and(eq(operatorAction.at, at), lt(operatorAction.id, before.id))))
		.orderBy(desc(operatorAction.at), desc(operatorAction.id))
		.limit(PAGE + 1)
	return { actions: found.slice(0, PAGE), more: found.length > PAGE }
}
