import { and, desc, eq, gt, isNull, lte } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { random } from '../kit/hash.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import type { ExportFile } from '../model/part.ts'
import { dataExport, dataExportFile } from '../store/schema/rights.ts'
import { pack } from './pack.ts'

/**
 * Exports. A file is made, stored and noted, then the next: wherever the work breaks off, it goes on with the first
 * file that is not yet noted. Two who work on the same export at once do each other no harm.
 */

export type Export = typeof dataExport.$inferSelect

const HOUR = 3_600_000
/** An archive can be fetched for so long after it is complete. */
export const FETCH_HOURS = 24
/** One that was not completed by then never will be. */
const GIVE_UP_HOURS = 7 * 24
/** Archives that an account may ask for within the time that they can be fetched. */
const MOST_EXPORTS = 10

/** What is asked for: a site, or else all of these teams and the account. */
export interface Scope {
	siteId: number | null
	teamIds: readonly string[]
}

const TOO_MANY: AppError = {
	kind: 'rate_limited',
	message: `At most ${MOST_EXPORTS} exports a day: fetch one that is there`,
	retryAfterSeconds: FETCH_HOURS * 3600,
}

/** Notes that somebody wants an export. One of the same scope that is still being made is answered instead. */
export async function askExport(
	env: Env,
	userId: string,
	scope: Scope,
	now: number,
): Promise<Result<Export>> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const all = await exportsOf(env, userId, now)
	const open = all.find((one) => one.readyAt === null && one.siteId === scope.siteId)
	if (open) return ok(open)
	if (all.length >= MOST_EXPORTS) return fail(TOO_MANY)
	const [made] = await db
		.insert(dataExport)
		.values({
			id: Buffer.from(random(16)).toString('hex'),
			...{ userId, siteId: scope.siteId, teamIds: [...scope.teamIds] },
			requestedAt: new Date(now),
			expiresAt: new Date(now + GIVE_UP_HOURS * HOUR),
		})
		.returning()
	if (!made) throw new Error('an export could not be noted')
	return ok(made)
}

/** An account's exports that have not expired, the newest first. */
export const exportsOf = (env: Env, userId: string, now: number): Promise<Export[]> =>
	drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(dataExport)
		.where(and(eq(dataExport.userId, userId), gt(dataExport.expiresAt, new Date(now))))
		.orderBy(desc(dataExport.requestedAt))

/** Exports that are still being made, the oldest first. */
export const openExports = (env: Env, now: number): Promise<Export[]> =>
	drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(dataExport)
		.where(and(isNull(dataExport.readyAt), gt(dataExport.expiresAt, new Date(now))))
		.orderBy(dataExport.requestedAt)

/** The files of an export so far, by path. */
export const filesOf = (env: Env, id: string) =>
	drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(dataExportFile)
		.where(eq(dataExportFile.exportId, id))
		.orderBy(dataExportFile.path)

/**
 * Makes files until all are there or the time is up.
 * @param files all of it, in the same order every time; a content that is not asked for costs nothing.
 * @param mayGoOn asked before each file.
 * @returns the export if it was completed by this very call; null where it is not complete, or was before.
 * @throws whatever the files or the stores throw: what is made stays, and the next call goes on.
 */
export async function makeExport(
	env: Env,
	{ id }: Export,
	files: AsyncIterable<ExportFile>,
	mayGoOn: () => boolean,
): Promise<Export | null> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const made = new Set((await filesOf(env, id)).map((file) => file.path))
	for await (const { path, content } of files) {
		if (made.has(path)) {
			if (typeof content !== 'string') await content.cancel()
			continue
		}
		if (!mayGoOn()) return null
		// Whoever works on the same file at the same time has another key: one of the two is noted.
		const key = `exports/${id}/${crypto.randomUUID()}`
		const packed = await pack(env.FILES, key, content)
		const [noted] = await db
			.insert(dataExportFile)
			.values({ exportId: id, path, key, ...packed })
			.onConflictDoNothing()
			.returning({ key: dataExportFile.key })
		if (!noted) await env.FILES.delete(key)
	}
	const now = Date.now()
	const [ready] = await db
		.update(dataExport)
		.set({ readyAt: new Date(now), expiresAt: new Date(now + FETCH_HOURS * HOUR) })
		.where(and(eq(dataExport.id, id), isNull(dataExport.readyAt)))
		.returning()
	return ready ?? null
}

/** Removes exports whose time is over, with all their files. */
export async function removeExpired(env: Env, now: number): Promise<void> {
	const over = await drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(dataExport)
		.where(lte(dataExport.expiresAt, new Date(now)))
	for (const { id } of over) await removeExport(env, id)
}

/** Removes one. First its files: where that breaks off, it is still known that there are some. */
export async function removeExport(env: Env, id: string): Promise<void> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	for (let more = true; more; ) {
		const page = await env.FILES.list({ prefix: `exports/${id}/` })
		if (page.objects.length > 0) await env.FILES.delete(page.objects.map(({ key }) => key))
		more = page.truncated
	}
	await db.batch([
		db.delete(dataExportFile).where(eq(dataExportFile.exportId, id)),
		db.delete(dataExport).where(eq(dataExport.id, id)),
	])
}
