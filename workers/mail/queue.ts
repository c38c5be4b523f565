import { and, eq, lt, lte, ne } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { lengthPrefixed, sha256Hex } from '../kit/hash.ts'
import type { Letter } from './letter.ts'
import type { Delivery } from './providers.ts'
import { mailQueue } from './schema.ts'
import { deliver } from './send.ts'
import { sweepSuppressions } from './suppression.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** Longer than all providers together take: who took a letter up and fell over has left it to others by then. */
const LEASE_MS = 10 * MINUTE_MS
/** After the first failure, ms; then twice as long each time, up to a day. */
const FIRST_PAUSE_MS = 10 * MINUTE_MS
/** What could not be sent for so long is given up, and the log says so. */
const GIVE_UP_MS = 7 * DAY_MS
/** How long a key is remembered after its letter went. */
const REMEMBERED_MS = 90 * DAY_MS
/** Letters a run: a job has to end. */
const BATCH = 100
/** Failures in a row after which a run stops: nobody takes mail, and each attempt may take seconds. */
const MOST_FAILURES = 3

/**
 * Sends a letter that must arrive: now if that works, otherwise every hour again for a week.
 * @param about what the letter says to whom it goes: `breach 12, version 3`. The same words to the same address
 * send nothing a second time, for ninety days.
 * @param now ms since the epoch.
 * @throws where the database is out of reach: then nothing was kept, and the caller tries again.
 */
export async function queueMail(
	env: Env,
	to: string,
	letter: Letter,
	about: string,
	now: number,
): Promise<void> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const key = sha256Hex(lengthPrefixed([about, to.toLowerCase()]))
	const [fresh] = await db
		.insert(mailQueue)
		.values({
			...{ key, recipient: to, letter, outcome: 'waiting' },
			createdAt: new Date(now),
			nextAt: new Date(now),
		})
		.onConflictDoNothing()
		.returning()
	if (fresh) await attempt(env, fresh, now)
}

/** Takes up every letter whose time has come, oldest first, and forgets what no longer matters. */
export async function sendQueued(env: Env, now: number): Promise<void> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const due = await db
		.select()
		.from(mailQueue)
		.where(and(eq(mailQueue.outcome, 'waiting'), lte(mailQueue.nextAt, new Date(now))))
		.orderBy(mailQueue.nextAt)
		.limit(BATCH)
	let failures = 0
	for (const row of due) {
		failures = (await attempt(env, row, now)) === 'failed' ? failures + 1 : 0
		if (failures === MOST_FAILURES) break
	}
	await sweepSuppressions(env, now)
	await db
		.delete(mailQueue)
		.where(and(ne(mailQueue.outcome, 'waiting'), lt(mailQueue.nextAt, new Date(now - REMEMBERED_MS))))
}

/** Forgets what waits for an address, sent or not. */
export async function forgetQueued(env: Env, address: string): Promise<void> {
	await drizzle(env.DB, { casing: 'snake_case' }).delete(mailQueue).where(eq(mailQueue.recipient, address))
}

/** Tries one letter, unless another run has it in hand: then null. */
async function attempt(env: Env, row: typeof mailQueue.$inferSelect, now: number): Promise<Delivery | null> {
	const { key, recipient, letter, attempts, createdAt, nextAt } = row
	if (recipient === null || letter === null) return null
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [mine] = await db
		.update(mailQueue)
		.set({ nextAt: new Date(now + LEASE_MS), attempts: attempts + 1 })
		.where(and(eq(mailQueue.key, key), eq(mailQueue.nextAt, nextAt), eq(mailQueue.attempts, attempts)))
		.returning({ key: mailQueue.key })
	if (!mine) return null
	const delivery = await deliver(env, recipient, letter)
	const settle = (change: Partial<typeof mailQueue.$inferInsert>) =>
		db.update(mailQueue).set(change).where(eq(mailQueue.key, key))
	const gone = { recipient: null, letter: null, nextAt: new Date(now) }
	if (delivery === 'sent') {
		await settle({ ...gone, outcome: 'sent' })
	} else if (delivery === 'refused' || now - createdAt.getTime() > GIVE_UP_MS) {
		console.error('an important mail was given up:', delivery, attempts + 1)
		await settle({ ...gone, outcome: 'given up' })
	} else {
		await settle({ nextAt: new Date(now + Math.min(FIRST_PAUSE_MS * 2 ** attempts, DAY_MS)) })
	}
	return delivery
}
