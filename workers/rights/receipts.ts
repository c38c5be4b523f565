import { and, desc, eq, inArray, notInArray } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import type { Kept } from '../model/part.ts'
import { GENESIS, receiptHash } from '../model/receipt.ts'
import { site } from '../store/schema/catalog.ts'
import { deletion, deletionReceipt } from '../store/schema/rights.ts'
import type { Deletion } from './deletions.ts'

/** Receipts of deleted sites and accounts. A receipt names nobody; whoever has its number can show what went. */
export interface DeletionReceipt {
	number: string
	seq: number
	kind: 'account' | 'site'
	/** Instants in ISO 8601, UTC. */
	requested_at: string
	erased_at: string
	/** When the last encrypted backup that may hold it is deleted; null where there are none. */
	backups_until: string | null
	/** Rows and files by kind, counted before the first of them went. */
	counts: Record<string, number>
	/** What the law makes us keep. */
	kept: { what: string; why: string; until: string }[]
	/** Hash of the receipt before; `GENESIS` in the first one. */
	previous: string
	/** As `model/receipt.ts` makes it. */
	hash: string
}

/** Two completions at once want the same place in the chain: one of them takes the next. */
const ROUNDS = 10

/**
 * Completes a deletion: its receipt takes the place of its row. Repeated it changes nothing.
 * @throws when D1 fails: complete it again.
 */
export async function completeDeletion(
	env: Env,
	row: Deletion,
	kept: readonly Kept[],
	backupsUntil: number | null,
	now: number,
): Promise<DeletionReceipt> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	for (let round = 0; round < ROUNDS; round++) {
		const there = await receiptOf(env, row.id)
		if (there) return there
		const [last] = await db.select().from(deletionReceipt).orderBy(desc(deletionReceipt.seq)).limit(1)
		const receipt = {
			...{ number: row.id, seq: (last?.seq ?? 0) + 1, kind: row.kind },
			requested_at: row.requestedAt.toISOString(),
			erased_at: new Date(now).toISOString(),
			backups_until: backupsUntil === null ? null : new Date(backupsUntil).toISOString(),
			counts: row.counts ?? {},
			kept: kept.map((one) => ({ ...one, until: new Date(one.until).toISOString() })),
			previous: last?.hash ?? GENESIS,
		}
		const sealed = { ...receipt, hash: receiptHash(receipt) }
		try {
			await db.batch([
				db.insert(deletionReceipt).values(columnsOf(sealed, kept)),
				db.delete(deletion).where(eq(deletion.id, row.id)),
				// What else it had asked for: its own sites are gone with it, others' go without its name.
				db
					.delete(deletion)
					.where(
						and(
							eq(deletion.kind, 'site'),
							notInArray(deletion.siteId, db.select({ id: site.id }).from(site)),
						),
					),
				db
					.update(deletion)
					.set({ userId: '' })
					.where(inArray(deletion.userId, row.kind === 'account' ? [row.userId] : [])),
			])
			return sealed
		} catch (error) {
			const text = error instanceof Error ? `${error.message} ${String(error.cause)}` : ''
			if (!text.includes('UNIQUE constraint failed: deletion_receipt')) throw error
		}
	}
	throw new Error('the chain of receipts grows faster than it can be continued')
}

/** A receipt by its number; null where there is none. */
export async function receiptOf(env: Env, number: string): Promise<DeletionReceipt | null> {
	const [row] = await drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(deletionReceipt)
		.where(eq(deletionReceipt.number, number))
	if (!row) return null
	const { requestedAt, erasedAt, backupsUntil, kept, ...rest } = row
	return {
		...rest,
		...{ requested_at: requestedAt, erased_at: erasedAt, backups_until: backupsUntil },
		kept: kept.map((one) => ({ ...one, until: new Date(one.until).toISOString() })),
	}
}

const columnsOf = (
	{ requested_at, erased_at, backups_until, ...rest }: DeletionReceipt,
	kept: readonly Kept[],
) => ({
	...rest,
	...{ requestedAt: requested_at, erasedAt: erased_at, backupsUntil: backups_until, kept: [...kept] },
})
