import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import type { Goal } from '../model/goal.ts'
import { goal, site } from '../store/schema/catalog.ts'
import { faulty } from './fields.ts'
import type { GoalSettings } from './goal-fields.ts'
import { countOn, lastNumber } from './numbers.ts'
import { NOT_FOUND } from './write.ts'

/** Goals of one site: a question about all of them weighs each on every event. */
export const MAX_GOALS = 1_000

const UNKNOWN: AppError = { kind: 'not_found', message: 'Goal could not be found' }
const NAME_TAKEN = faulty('display_name', 'another goal of this site has this name')

/** All goals of a site, newest first. */
export async function goalsOf(env: Env, siteId: number): Promise<Goal[]> {
	const rows = await selectGoals(drizzle(env.DB, { casing: 'snake_case' }), siteId)
	return rows.map(goalOf)
}

/** The statement of `goalsOf`, for a batch; its rows are read by `goalOf`. */
export const selectGoals = (db: DrizzleD1Database, siteId: number) =>
	db.select().from(goal).where(eq(goal.siteId, siteId)).orderBy(desc(goal.id))

/** Makes a goal; names and definitions are unique within a site. */
export async function createGoal(env: Env, siteId: number, settings: GoalSettings): Promise<Result<Goal>> {
	const twin = await twinOf(env, siteId, settings)
	return twin ? isThere(twin) : insert(env, siteId, settings)
}

/**
 * Finds the goal of this definition or makes it. One that is there keeps its name; another currency is refused,
 * since it would change what the goal earned.
 */
export async function ensureGoal(env: Env, siteId: number, settings: GoalSettings): Promise<Result<Goal>> {
	const there = await twinOf(env, siteId, settings)
	if (there) return same(there, settings)
	const made = await insert(env, siteId, settings)
	if (made.ok) return made
	// Somebody else may have made it in the same moment.
	const since = await twinOf(env, siteId, settings)
	return since ? same(since, settings) : made
}

/** Gives a goal another definition; it keeps its number. */
export async function updateGoal(
	env: Env,
	siteId: number,
	id: number,
	settings: GoalSettings,
): Promise<Result<Goal>> {
	const twin = await twinOf(env, siteId, settings)
	if (twin && twin.id !== id) return isThere(twin)
	const written = await unique(() =>
		drizzle(env.DB, { casing: 'snake_case' })
			.update(goal)
			.set(columnsOf(settings))
			.where(and(eq(goal.siteId, siteId), eq(goal.id, id)))
			.returning(),
	)
	if (!written.ok) return written
	const [row] = written.value
	return row ? ok(goalOf(row)) : fail(UNKNOWN)
}

/** Deletes a goal; what it counted stays in the events. */
export async function deleteGoal(env: Env, siteId: number, id: number): Promise<Result<null>> {
	const gone = await drizzle(env.DB, { casing: 'snake_case' })
		.delete(goal)
		.where(and(eq(goal.siteId, siteId), eq(goal.id, id)))
		.returning({ id: goal.id })
	return gone.length > 0 ? ok(null) : fail(UNKNOWN)
}

/** A row in the words of the house. */
export function goalOf(row: typeof goal.$inferSelect): Goal {
	const { id, name, currency, target, threshold } = row
	const rest = { id, name, currency, props: JSON.parse(row.props) as Record<string, string> }
	switch (row.kind) {
		case 'event':
			return { ...rest, kind: 'event', event: target }
		case 'page':
			return { ...rest, kind: 'page', path: target }
		case 'scroll':
			return { ...rest, kind: 'scroll', path: target, threshold }
	}
}

const columnsOf = (settings: GoalSettings) => ({
	name: settings.name,
	kind: settings.kind,
	target: settings.kind === 'event' ? settings.event : settings.path,
	threshold: settings.kind === 'scroll' ? settings.threshold : 0,
	props: JSON.stringify(settings.props),
	currency: settings.currency,
})

/** The site's goal of the same definition, whatever its name and currency. */
async function twinOf(env: Env, siteId: number, settings: GoalSettings): Promise<Goal | null> {
	const { kind, target, threshold, props } = columnsOf(settings)
	const [row] = await drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(goal)
		.where(
			and(
				eq(goal.siteId, siteId),
				eq(goal.kind, kind),
				eq(goal.target, target),
				eq(goal.threshold, threshold),
				eq(goal.props, props),
			),
		)
	return row ? goalOf(row) : null
}

function same(there: Goal, { currency }: GoalSettings): Result<Goal> {
	if (currency === null || currency === there.currency) return ok(there)
	return faulty('currency', `the goal is there already, with ${there.currency ?? 'no currency'}`)
}

const isThere = ({ name }: Goal) =>
	fail<AppError>({ kind: 'invalid', message: `There is a goal of this definition already: ${name}` })

/** Only on a site that is not being erased, and has room for one more. */
async function insert(env: Env, siteId: number, settings: GoalSettings): Promise<Result<Goal>> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const { name, kind, target, threshold, props, currency } = columnsOf(settings)
	const written = await unique(() =>
		db.batch([
			countOn(db, 'goal'),
			db
				.insert(goal)
				.select(
					db
						.select({
							siteId: site.id,
							id: lastNumber('goal').as('id'),
							name: sql<string>`${name}`.as('name'),
							kind: sql<typeof kind>`${kind}`.as('kind'),
							target: sql<string>`${target}`.as('target'),
							threshold: sql<number>`${threshold}`.as('threshold'),
							props: sql<string>`${props}`.as('props'),
							currency: sql<string | null>`${currency}`.as('currency'),
							createdAt: sql<Date>`${Date.now()}`.as('created_at'),
						})
						.from(site)
						.where(and(eq(site.id, siteId), isNull(site.erasingAt), roomFor(siteId))),
				)
				.returning(),
			db
				.select({ id: site.id })
				.from(site)
				.where(and(eq(site.id, siteId), isNull(site.erasingAt))),
		]),
	)
	if (!written.ok) return written
	const [, [row], alive] = written.value
	if (row) return ok(goalOf(row))
	const message = `A site has at most ${MAX_GOALS} goals: delete one first`
	return fail(alive.length > 0 ? { kind: 'invalid', message } : NOT_FOUND)
}

const roomFor = (siteId: number) =>
	sql`(select count(*) from ${goal} where ${goal.siteId} = ${siteId}) < ${MAX_GOALS}`

/** Runs a write of a goal; a name or definition that is taken is an answer, everything else stays an exception. */
async function unique<T>(run: () => Promise<T>): Promise<Result<T>> {
	try {
		return ok(await run())
	} catch (error) {
		const text = error instanceof Error ? `${error.message} ${String(error.cause)}` : ''
		if (text.includes('UNIQUE constraint failed: goal.site_id, goal.name')) return NAME_TAKEN
		if (text.includes('UNIQUE constraint failed: goal.site_id, goal.kind')) {
			return fail({ kind: 'invalid', message: 'There is a goal of this definition already' })
		}
		throw error
	}
}
