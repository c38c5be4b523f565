import { and, asc, eq, gt } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { type Letter, letterOf } from '../mail/letter.ts'
import { queueMail } from '../mail/queue.ts'
import { documentChange, subprocessorChange } from '../mail/words/en/rights.ts'
import { member, user } from '../store/schema/account.ts'
import { announcement } from '../store/schema/agreements.ts'
import type { Document, Version } from './documents/document.ts'
import { upcoming } from './documents.ts'
import { type Change, pending } from './subprocessors.ts'

/** Letters a run, for a job has to end: a thousand owners are told within a day. */
const BATCH = 50

const DAY_MS = 86_400_000

/** What owners are told of before it holds. */
interface News {
	/** Never given twice. */
	id: string
	letter: Letter
}

/**
 * Tells every owner of a team of changes of the sub-processors and of new versions of documents, as long as they are
 * to come. Goes on where it stopped; who became an owner meanwhile is told too, for it begins anew each day, and
 * nobody is told twice.
 */
export async function announceChanges(env: Env, now: number): Promise<void> {
	for (const change of pending(now)) await announce(env, now, newsOfChange(env, change))
	for (const { document, version } of upcoming(now))
		await announce(env, now, newsOfVersion(env, document, version))
}

/** That the list of sub-processors changes. */
export const newsOfChange = ({ APP_URL }: Env, { id, text, effective }: Change): News => ({
	id: `sub-processors ${id}`,
	letter: letterOf(
		subprocessorChange({
			...{ text, effective },
			...{ list: `${APP_URL}/legal/subprocessors`, object: `${APP_URL}/account/agreements` },
		}),
	),
})

/** That a document has a new version. */
export const newsOfVersion = (
	{ APP_URL }: Env,
	{ id, title }: Document,
	{ version, summary }: Version,
): News => ({
	id: `${id} ${version}`,
	letter: letterOf(
		documentChange({ ...{ title, version, summary }, link: `${APP_URL}/legal/${id}/${version}` }),
	),
})

/** Tells the next owners who have not been told. */
export async function announce(env: Env, now: number, { id, letter }: News): Promise<void> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
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
	for (const owner of owners) await queueMail(env, owner.email, letter, id, now)
	const last = owners.at(-1)?.id ?? after
	const progress = { after: last, doneAt: owners.length < BATCH ? new Date(now) : null }
	await db
		.insert(announcement)
		.values({ id, ...progress })
		.onConflictDoUpdate({ target: announcement.id, set: progress })
}
