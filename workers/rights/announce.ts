import { and, asc, eq, gt } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { letterOf } from '../mail/letter.ts'
import { queueMail } from '../mail/queue.ts'
import { subprocessorChange } from '../mail/words/en/rights.ts'
import { member, user } from '../store/schema/account.ts'
import { announcement } from '../store/schema/agreements.ts'
import { type Change, pending } from './subprocessors.ts'

/** Letters a run, for a job has to end: a thousand owners are told within a day. */
const BATCH = 50

/**
 * Tells every owner of a team of changes of the sub-processors. Goes on where it stopped; who became an owner
 * meanwhile is told too, for it begins anew each day until a change is in force, and nobody is told twice.
 */
export const announceChanges = async (env: Env, now: number): Promise<void> =>
	announce(env, now, pending(now))

/** The same for given changes. */
export async function announce(env: Env, now: number, changes: readonly Change[]): Promise<void> {
	for (const change of changes) await tell(env, now, change)
}

async function tell(env: Env, now: number, change: Change): Promise<void> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const id = `sub-processors ${change.id}`
	const [kept] = await db.select().from(announcement).where(eq(announcement.id, id))
	const rested = kept?.doneAt && now - kept.doneAt.getTime() < DAY_MS
	if (rested) return
	const after = kept && !kept.doneAt ? kept.after : ''
	const owners = await db
		.selectDistinct({ id: user.id, email: user.email })
		.from(member)
		.innerJoin(user, eq(user.id, member.userId))
		.where(and(eq(member.role, 'owner'), eq(user.emailVerified, true), gt(user.id, after)))
		.orderBy(asc(user.id))
		.limit(BATCH)
	const letter = letterOf(
		subprocessorChange({
			...{ text: change.text, effective: change.effective },
			...{ list: `${env.APP_URL}/legal/subprocessors`, object: `${env.APP_URL}/account/agreements` },
		}),
	)
	for (const owner of owners) await queueMail(env, owner.email, letter, id, now)
	const last = owners.at(-1)?.id ?? after
	const progress = { after: last, doneAt: owners.length < BATCH ? new Date(now) : null }
	await db
		.insert(announcement)
		.values({ id, ...progress })
		.onConflictDoUpdate({ target: announcement.id, set: progress })
}

const DAY_MS = 86_400_000
