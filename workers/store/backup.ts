import { type BackupEnv, type Bucket, bucketOf, targetOf } from './backup-bucket.ts'
import {
	type BackupManifest,
	FORMAT,
	MANIFEST,
	type PartInfo,
	packRows,
	placeOf,
	type Rows,
	type Sealer,
	sealerOf,
	sha256Of,
} from './backup-format.ts'
import { backedUp, type Cursor, type Database, readPage, tablesOf } from './backup-rows.ts'

/**
 * Backups at a second provider, once a day: the control database and the sums of traffic. A backup is made part by
 * part over as many runs as it takes; what is noted after each part is where the next run goes on. They are kept for
 * thirty days, so that what is erased here is gone there after as long.
 */

const DAY_MS = 86_400_000
export const BACKUP_DAYS = 30
/** One that was not completed by then is given up; a new one begins. */
const GIVE_UP_MS = DAY_MS
/** Characters of rows in a part, before compression. */
const PART_CHARS = 4_000_000
/** Queries of one run: D1 allows a thousand an invocation, and other jobs want some. */
const QUERIES = 500
const PREFIX = 'jitt/'

/** A row of the table `backup` (`schema/rights.ts`), as the database has it. */
interface Backup {
	id: string
	started_at: number
	finished_at: number | null
	/** JSON of a `Cursor`. */
	cursor: string | null
	/** JSON of `Noted[]`. */
	parts: string
}

/** What backups need: the databases, and the variables that say where to. */
export type BackedUp = BackupEnv & { DB: Database }

/**
 * Goes on with the backup that was begun, or begins one where the last is a day old; then removes those that are too
 * old. Does nothing where backups are not set up.
 * @param force begins one now, however young the last is.
 * @returns the id of a backup that this run completed.
 * @throws whatever D1 or the bucket throw: the next run goes on.
 */
export async function runBackup(env: BackedUp, now: number, force = false): Promise<string | null> {
	const target = targetOf(env)
	if (!target) return null
	const bucket = bucketOf(target)
	await removeOld(env, bucket, now)
	const row = await current(env, now, force)
	if (!row) return null
	const done = await goOn(env, bucket, await sealerOf(target.key, row.id), row, now)
	return done ? row.id : null
}

/** Where the objects of a backup lie. */
export const folderOf = (id: string): string => `${PREFIX}${id}/`

/** The backups that a bucket holds whole, the oldest first. */
export async function completeBackups(bucket: Bucket): Promise<string[]> {
	const keys = await bucket.list(PREFIX)
	return keys
		.filter((key) => key.endsWith(`/${MANIFEST}`))
		.map((key) => key.slice(PREFIX.length, -MANIFEST.length - 1))
}

/** The backup to work on; null where the last one is young enough. */
async function current(env: BackedUp, now: number, force: boolean): Promise<Backup | null> {
	const latest = 'SELECT * FROM backup ORDER BY started_at DESC LIMIT 1'
	const [last] = (await env.DB.prepare(latest).all<Backup>()).results
	const age = now - (last?.started_at ?? 0)
	if (last && last.finished_at === null && age < GIVE_UP_MS) return last
	if (last && last.finished_at !== null && age < DAY_MS && !force) return null
	// Names sort by time, and so do the objects below them.
	const id = `${new Date(now).toISOString().slice(0, 19).replaceAll(':', '')}Z-${crypto.randomUUID().slice(0, 8)}`
	const begin = "INSERT INTO backup (id, started_at, parts) VALUES (?1, ?2, '[]') RETURNING *"
	const [made] = (await env.DB.prepare(begin).bind(id, now).all<Backup>()).results
	return made ?? null
}

/** Reads and writes until all is there or the run has asked enough. @returns whether the backup is complete. */
async function goOn(
	env: BackedUp,
	bucket: Bucket,
	sealer: Sealer,
	row: Backup,
	now: number,
): Promise<boolean> {
	const parts = JSON.parse(row.parts) as Noted[]
	let cursor = row.cursor === null ? null : (JSON.parse(row.cursor) as Cursor)
	let queries = 0
	let waiting: Rows[] = []
	let chars = 0
	/** Writes what waits as a part, and notes it. False where another run has written this part meanwhile. */
	const write = async (): Promise<boolean> => {
		if (waiting.length === 0) return true
		const n = parts.length + 1
		const sealed = await sealer.seal(placeOf(n), await packRows(waiting))
		const name = `part-${String(n).padStart(6, '0')}-${crypto.randomUUID().slice(0, 8)}`
		await bucket.put(folderOf(row.id) + name, sealed)
		const rows = waiting.reduce((sum, one) => sum + one.rows.length, 0)
		const tables = Object.groupBy(waiting, (one) => `${one.db}.${one.table}`)
		const counts = Object.entries(tables).map(([table, of]): [string, number] => [
			table,
			(of ?? []).reduce((sum, one) => sum + one.rows.length, 0),
		])
		parts.push({ n, name, bytes: sealed.length, sha256: await sha256Of(sealed), rows, tables: counts })
		waiting = []
		chars = 0
		return await note(env, row.id, cursor, parts)
	}
	for (const binding of backedUp(env)) {
		if (cursor && binding < cursor.db) continue
		const db = Reflect.get(env, binding) as Database
		for (const table of await tablesOf(db, binding)) {
			if (cursor?.db === binding && table.name < cursor.table) continue
			let after = cursor?.db === binding && cursor.table === table.name ? cursor.after : null
			for (let last = false; !last; ) {
				if (queries++ >= QUERIES) {
					await write()
					return false
				}
				const read = await readPage(db, binding, table, after)
				;({ after, last } = read)
				cursor = { db: binding, table: table.name, after }
				if (read.page.rows.length === 0) continue
				waiting.push(read.page)
				chars += JSON.stringify(read.page.rows).length
				if (chars >= PART_CHARS && !(await write())) return false
			}
		}
	}
	if (!(await write())) return false
	await complete(env, bucket, sealer, row, parts, now)
	return true
}

/** A part with its rows by table, as it is noted until the manifest is written. */
type Noted = PartInfo & { tables: [string, number][] }

async function note(env: BackedUp, id: string, cursor: Cursor | null, parts: Noted[]): Promise<boolean> {
	const text =
		'UPDATE backup SET cursor = ?1, parts = ?2 WHERE id = ?3 AND finished_at IS NULL AND json_array_length(parts) = ?4 RETURNING id'
	const { results } = await env.DB.prepare(text)
		.bind(JSON.stringify(cursor), JSON.stringify(parts), id, parts.length - 1)
		.all()
	return results.length > 0
}

async function complete(
	env: BackedUp,
	bucket: Bucket,
	sealer: Sealer,
	row: Backup,
	parts: readonly Noted[],
	now: number,
): Promise<void> {
	const tables: Record<string, number> = {}
	for (const [table, rows] of parts.flatMap((part) => part.tables))
		tables[table] = (tables[table] ?? 0) + rows
	const manifest: BackupManifest = {
		...{ format: FORMAT, id: row.id, started_at: new Date(row.started_at).toISOString() },
		finished_at: new Date(now).toISOString(),
		parts: parts.map(({ tables: _, ...part }) => part),
		tables,
	}
	// Last of all: a backup without it is none.
	const plain = new TextEncoder().encode(JSON.stringify(manifest))
	await bucket.put(folderOf(row.id) + MANIFEST, await sealer.seal(MANIFEST, plain))
	await env.DB.prepare('UPDATE backup SET finished_at = ?1, cursor = NULL WHERE id = ?2')
		.bind(now, row.id)
		.all()
}

/** Removes every object of a backup that is older than the days it is kept, whoever wrote it. */
async function removeOld(env: BackedUp, bucket: Bucket, now: number): Promise<void> {
	const oldest = now - BACKUP_DAYS * DAY_MS
	const old = 'SELECT id FROM backup WHERE started_at < ?1'
	const known = (await env.DB.prepare(old).bind(oldest).all()).results
	if (known.length === 0) return
	for (const key of await bucket.list(PREFIX)) {
		const at = instantOf(key.slice(PREFIX.length))
		if (at !== null && at < oldest) await bucket.remove(key)
	}
	await env.DB.prepare('DELETE FROM backup WHERE started_at < ?1').bind(oldest).all()
}

/** When the backup of a key was begun, ms since the epoch; null where it is no backup of ours. */
function instantOf(id: string): number | null {
	const [, day, hours, minutes, seconds] = /^(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(\d\d)Z-/.exec(id) ?? []
	return day === undefined ? null : Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`)
}
