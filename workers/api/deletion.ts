import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { z } from 'zod'
import { resumeRenewals, stopRenewals } from '../billing/renewals.ts'
import { doomedSites, tellSites } from '../catalog/sites-by-id.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { askDeletion, type Deletion, deletionOfAccount, takeBack } from '../rights/deletions.ts'
import { appoint, decided, onlyOwned } from '../rights/own-teams.ts'
import { user } from '../store/schema/account.ts'
import type { CounterContext } from './access.ts'
import { readJsonFields } from './body.ts'
import { eraseNow } from './deletion-run.ts'
import { failure } from './errors.ts'
import { freshSession } from './fresh.ts'
import { tellAsked } from './rights-letters.ts'

/**
 * The end of an account, `/api/account/deletion`: its holder alone decides. Served while the account is closed as
 * well, for that is when it is taken back.
 */

const FIELDS = z.object({
	confirm: z.string({ error: 'must be a text' }).max(300, { error: 'is too long' }),
	now: z.boolean({ error: 'must be true or false' }).default(false),
	teams: z
		.record(z.string().max(100), z.string().max(100), { error: 'must say something of each team' })
		.default({}),
})

const NOTHING: AppError = { kind: 'not_found', message: 'No deletion was asked for, or it has begun already' }
export const WRONG_NAME: AppError = {
	kind: 'invalid',
	message: 'confirm: is not the name of what shall be deleted',
	field: 'confirm',
}

/** `GET` → what goes, what has to be decided, and the deletion that can be taken back, if one was asked for. */
export async function getDeletion(c: CounterContext): Promise<Response> {
	const { userId } = c.get('caller')
	const teams = await onlyOwned(c.env, userId)
	const sites = await doomedSites(c.env, { siteId: null, teamIds: teams.map(({ id }) => id) })
	const open = await deletionOfAccount(c.env, userId)
	return c.json({
		pending: open && pendingJson(open),
		confirm: await emailOf(c),
		teams: teams.map(({ id, name, isOwn, others }) => ({
			...{ id, name, is_own: isOwn },
			others: others.map(({ userId: id, name, email }) => ({ id, name, email })),
			sites: sites.filter((one) => one.teamId === id).map(({ domain }) => domain),
		})),
	})
}

/** `POST {confirm, now, teams}` → 202 with the day until which it can be taken back, or 200 with the receipt. */
export async function postDeletion(c: CounterContext): Promise<Response> {
	const stale = await freshSession(c)
	if (stale) return failure(c, stale)
	const fields = await fieldsOf(c)
	if (!fields.ok) return failure(c, fields.error)
	const { confirm, now, teams } = fields.value
	if (confirm.trim().toLowerCase() !== (await emailOf(c))) return failure(c, WRONG_NAME)
	const { userId } = c.get('caller')
	const fate = decided(await onlyOwned(c.env, userId), teams)
	if (!fate.ok) return failure(c, fate.error)
	await appoint(c.env, fate.value.stay)
	const wanted = { kind: 'account', userId, siteId: null, teamIds: fate.value.go } as const
	const asked = await askDeletion(c.env, wanted, Date.now())
	await tellSites(c.env, await doomedSites(c.env, asked))
	if (now) return await eraseNow(c, asked)
	await stopRenewals(c.env, asked.teamIds, Date.now())
	await tellAsked(c.env, asked)
	return c.json(pendingJson(asked), 202)
}

/** `DELETE` takes it back → `{"taken_back": true}`. */
export async function removeDeletion(c: CounterContext): Promise<Response> {
	const open = await deletionOfAccount(c.env, c.get('caller').userId)
	if (!open || !(await takeBack(c.env, open))) return failure(c, NOTHING)
	await tellSites(c.env, await doomedSites(c.env, open))
	await resumeRenewals(c.env, open.teamIds)
	return c.json({ taken_back: true })
}

/** `POST …/now {confirm}` waives the days that are left → the receipt. */
export async function postDeletionNow(c: CounterContext): Promise<Response> {
	const stale = await freshSession(c)
	if (stale) return failure(c, stale)
	const fields = await fieldsOf(c)
	if (!fields.ok) return failure(c, fields.error)
	if (fields.value.confirm.trim().toLowerCase() !== (await emailOf(c))) return failure(c, WRONG_NAME)
	const open = await deletionOfAccount(c.env, c.get('caller').userId)
	return open ? await eraseNow(c, open) : failure(c, NOTHING)
}

/** A deletion that was asked for, as it is shown. */
export const pendingJson = ({ id, requestedAt, dueAt, erasingAt }: Deletion) => ({
	id,
	requested_at: requestedAt.toISOString(),
	due_at: dueAt.toISOString(),
	can_be_taken_back: erasingAt === null,
})

/** The fields of a request for a deletion. */
export async function fieldsOf(c: CounterContext): Promise<Result<z.infer<typeof FIELDS>>> {
	const read = await readJsonFields(c.req.raw)
	if (!read.ok) return read
	const parsed = FIELDS.safeParse(read.value)
	if (parsed.success) return ok(parsed.data)
	const issue = parsed.error.issues[0]
	const field = String(issue?.path[0] ?? 'body')
	return fail({ kind: 'invalid', message: `${field}: ${issue?.message ?? 'is not valid'}`, field })
}

async function emailOf(c: CounterContext): Promise<string> {
	const [row] = await drizzle(c.env.DB, { casing: 'snake_case' })
		.select({ email: user.email })
		.from(user)
		.where(eq(user.id, c.get('caller').userId))
	return row?.email ?? ''
}
