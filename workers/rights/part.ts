import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import type { ExportFile, Kept, Part, Subject } from '../model/part.ts'
import { dataExport, deletion } from '../store/schema/rights.ts'
import { removeExport } from './exports.ts'

/** What was exported and what was asked to be deleted: by whom. */
export const part: Part = { name: 'rights', take, erase }

async function* take(env: Env, { userId }: Subject): AsyncGenerator<ExportFile> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [exported, deleted] = await db.batch([
		db.select().from(dataExport).where(eq(dataExport.userId, userId)),
		db.select().from(deletion).where(eq(deletion.userId, userId)),
	])
	const content = {
		exports: exported.map(({ requestedAt, readyAt, expiresAt }) => ({
			requested_at: requestedAt.toISOString(),
			ready_at: readyAt?.toISOString() ?? null,
			expires_at: expiresAt.toISOString(),
		})),
		deletions: deleted.map(({ kind, requestedAt, dueAt }) => ({
			...{ kind, requested_at: requestedAt.toISOString(), due_at: dueAt.toISOString() },
		})),
	}
	yield { path: 'account/exports-and-deletions.json', content: `${JSON.stringify(content, null, '\t')}\n` }
}

/** Not the deletion that is under way: it is what goes on when this breaks off, and goes with its receipt. */
async function erase(env: Env, { userId }: Subject): Promise<Kept[]> {
	const mine = await drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(dataExport)
		.where(eq(dataExport.userId, userId))
	for (const { id } of mine) await removeExport(env, id)
	return []
}
