import { and, eq, isNull, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { z } from 'zod'
import type { Env } from '../env.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { customProperty, site } from '../store/schema/catalog.ts'
import { bytes, PROPERTY_BYTES, readBy } from './fields.ts'
import { NOT_FOUND } from './write.ts'

/** Registered names of one site, as many as Plausible takes. */
export const MAX_PROPERTIES = 300
const fields = z.object({ property: bytes(PROPERTY_BYTES) })

/** Reads the name of a property from a request's field `property`. */
export function parseProperty(input: Record<string, unknown>): Result<string, AppError> {
	const read = readBy(fields, input)
	return read.ok ? ok(read.value.property) : read
}

/** The registered property names of a site, by name. Properties can be asked for without being here. */
export async function propertiesOf(env: Env, siteId: number): Promise<string[]> {
	const rows = await drizzle(env.DB, { casing: 'snake_case' })
		.select({ name: customProperty.name })
		.from(customProperty)
		.where(eq(customProperty.siteId, siteId))
		.orderBy(customProperty.name)
	return rows.map((row) => row.name)
}

/** Registers a name; one that is there already is no fault. */
export async function addProperty(env: Env, siteId: number, name: string): Promise<Result<null>> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const alive = and(eq(site.id, siteId), isNull(site.erasingAt))
	const count = sql`(select count(*) from ${customProperty} where ${customProperty.siteId} = ${siteId})`
	const [, there, sites] = await db.batch([
		db
			.insert(customProperty)
			.select(
				db
					.select({
						siteId: site.id,
						name: sql<string>`${name}`.as('name'),
						createdAt: sql<Date>`${Date.now()}`.as('created_at'),
					})
					.from(site)
					.where(and(alive, sql`${count} < ${MAX_PROPERTIES}`)),
			)
			.onConflictDoNothing(),
		db
			.select({ name: customProperty.name })
			.from(customProperty)
			.where(and(eq(customProperty.siteId, siteId), eq(customProperty.name, name))),
		db.select({ id: site.id }).from(site).where(alive),
	])
	if (there.length > 0) return ok(null)
	const message = `A site has at most ${MAX_PROPERTIES} custom properties: delete one first`
	return fail(sites.length > 0 ? { kind: 'invalid', message } : NOT_FOUND)
}

/** Takes a name off the list; one that is not on it is no fault. */
export async function removeProperty(env: Env, siteId: number, name: string): Promise<void> {
	await drizzle(env.DB, { casing: 'snake_case' })
		.delete(customProperty)
		.where(and(eq(customProperty.siteId, siteId), eq(customProperty.name, name)))
}
