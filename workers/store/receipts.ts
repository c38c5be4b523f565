import { and, asc, desc, eq, gt, ne } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Rule } from '../model/reach.ts'
import type { Head, Sealed } from '../model/receipt.ts'
import { receipts } from './schema/receipts.ts'

/** Receipts in a traffic database. One that has no hash yet is open: its rows still go. */

/** A deletion that has begun. */
export interface Open {
	site: number
	seq: number
	rule: Rule
	/** The range to empty, half-open, ms since the epoch. */
	from: number
	to: number
	policyVersion: number
}

/** Adds the rows that the statement before it changed to an open receipt; makes one where there is none. */
const COUNT = `INSERT INTO receipts (site, seq, rule, "from", "to", rows, oldest, at, policy_version, previous, hash) VALUES (?1, ?2, ?3, ?4, ?5, changes(), NULL, 0, ?6, '', '') ON CONFLICT (site, seq) DO UPDATE SET rows = rows + excluded.rows WHERE hash = ''`

/**
 * Runs deletions and counts their rows, all of it or nothing: whatever becomes of the answer, the database knows
 * how many went.
 * @throws whatever D1 throws: run the next chunk as if nothing had happened.
 */
export async function eraseCounted(
	db: D1Database,
	{ site, seq, rule, from, to, policyVersion }: Open,
	deletes: readonly D1PreparedStatement[],
): Promise<void> {
	const count = db.prepare(COUNT).bind(site, seq, rule, from, to, policyVersion)
	await db.batch(deletes.flatMap((one) => [one, count]))
}

/** Rows that an open receipt has counted. @throws whatever D1 throws. */
export async function countedRows(db: D1Database, site: number, seq: number): Promise<number> {
	const text = "SELECT rows FROM receipts WHERE site = ?1 AND seq = ?2 AND hash = ''"
	return (await db.prepare(text).bind(site, seq).first<number>('rows')) ?? 0
}

/**
 * Seals a receipt; once more changes nothing.
 * @returns false where another one stands in its place, sealed: then nothing was written.
 * @throws whatever D1 throws: seal the same again.
 */
export async function seal(db: D1Database, receipt: Sealed): Promise<boolean> {
	const { site, seq, hash } = receipt
	const row = {
		site,
		seq,
		rule: receipt.rule,
		from: Date.parse(receipt.from),
		to: Date.parse(receipt.to),
		rows: receipt.rows,
		oldest: receipt.oldest === null ? null : Date.parse(receipt.oldest),
		at: Date.parse(receipt.at),
		policyVersion: receipt.policy_version,
		previous: receipt.previous,
		hash,
	}
	const [, stored] = await drizzle(db, { casing: 'snake_case' }).batch([
		drizzle(db, { casing: 'snake_case' })
			.insert(receipts)
			.values(row)
			.onConflictDoUpdate({
				target: [receipts.site, receipts.seq],
				set: row,
				setWhere: eq(receipts.hash, ''),
			}),
		drizzle(db, { casing: 'snake_case' })
			.select({ hash: receipts.hash })
			.from(receipts)
			.where(and(eq(receipts.site, site), eq(receipts.seq, seq))),
	])
	return stored[0]?.hash === hash
}

/** The last link that the database has. @throws whatever D1 throws. */
export async function lastLink(db: D1Database, site: number): Promise<Head | null> {
	const [last] = await drizzle(db, { casing: 'snake_case' })
		.select({ seq: receipts.seq, hash: receipts.hash })
		.from(receipts)
		.where(and(eq(receipts.site, site), ne(receipts.hash, '')))
		.orderBy(desc(receipts.seq))
		.limit(1)
	return last ?? null
}

/** Links after a number, in order. @throws whatever D1 throws. */
export async function linksAfter(
	db: D1Database,
	site: number,
	after: number,
	limit: number,
): Promise<Sealed[]> {
	const rows = await drizzle(db, { casing: 'snake_case' })
		.select()
		.from(receipts)
		.where(and(eq(receipts.site, site), gt(receipts.seq, after), ne(receipts.hash, '')))
		.orderBy(asc(receipts.seq))
		.limit(limit)
	return rows.map(({ policyVersion, ...row }) => ({
		...row,
		from: isoOf(row.from),
		to: isoOf(row.to),
		oldest: row.oldest === null ? null : isoOf(row.oldest),
		at: isoOf(row.at),
		policy_version: policyVersion,
	}))
}

/** As receipts spell an instant. */
export const isoOf = (instant: number): string => new Date(instant).toISOString()
