import { completeBackups, folderOf } from '../workers/store/backup.ts'
import { type BackupTarget, type Bucket, bucketOf } from '../workers/store/backup-bucket.ts'
import {
	type BackupManifest,
	FORMAT,
	MANIFEST,
	placeOf,
	type Rows,
	type Sealer,
	sealerOf,
	sha256Of,
	unpackRows,
} from '../workers/store/backup-format.ts'
import type { Databases, Local } from './databases.ts'

/** Reads a backup back: checked as a whole before its first row is written, and row by row afterwards. */

const BATCH = 1_000
/** D1 takes 100 bound parameters a statement, so a row travels as JSON. */
const MAX_JSON = 500_000

export interface Restored {
	manifest: BackupManifest
	/**
	 * Rows by table that were left out, since what they refer to is not in the backup: it was made while a backup that
	 * takes several hours went on.
	 */
	orphans: Map<string, number>
}

/**
 * Restores a backup into empty databases at their newest migration.
 * @param id which; the newest complete one if it is null.
 * @throws with a sentence where the backup is not whole, the databases are not empty, or a row came back another.
 */
export async function restore(
	target: BackupTarget,
	id: string | null,
	env: Databases['env'],
): Promise<Restored> {
	const bucket = bucketOf(target)
	const all = await completeBackups(bucket)
	const chosen = id ?? all.at(-1)
	if (!chosen || !all.includes(chosen)) {
		throw new Error(
			chosen ? `There is no complete backup ${chosen}.` : 'The bucket holds no complete backup.',
		)
	}
	const sealer = await sealerOf(target.key, chosen)
	const manifest = await manifestOf(bucket, sealer, chosen)
	for (const name of Object.keys(manifest.tables)) await assertEmpty(env, name)
	// All of it is checked before anything is written.
	for await (const _ of rowsOf(bucket, sealer, manifest));
	const orphans = new Map<string, number>()
	const found = new Map<string, number>()
	const add = (to: Map<string, number>, { db, table }: Rows, rows: number) =>
		to.set(`${db}.${table}`, (to.get(`${db}.${table}`) ?? 0) + rows)
	for (const level of await levelsOf(env)) {
		for await (const rows of rowsOf(bucket, sealer, manifest)) {
			if (level.has(`${rows.db}.${rows.table}`)) add(orphans, rows, await write(env, rows))
		}
	}
	for await (const rows of rowsOf(bucket, sealer, manifest)) add(found, rows, await alike(env, rows))
	for (const [name, count] of Object.entries(manifest.tables)) {
		const there = found.get(name) ?? 0
		const expected = count - (orphans.get(name) ?? 0)
		if (there !== expected || (await countOf(env, name)) !== expected) {
			throw new Error(`${name} came back with other rows: ${there} of ${expected} are as they were.`)
		}
	}
	// Where it is restored neither the sites' objects nor the directory know of them: the clock tells them.
	await env.DB.prepare('UPDATE site SET policy_version = policy_version + 1 WHERE pushed_version > 0').run()
	return { manifest, orphans: new Map([...orphans].filter(([, rows]) => rows > 0)) }
}

/** Tables in an order in which nothing refers to what comes later. */
async function levelsOf(env: Databases['env']): Promise<Set<string>[]> {
	const parents = new Map<string, string[]>()
	const text = `SELECT m.name, f."table" AS parent FROM sqlite_master m LEFT JOIN pragma_foreign_key_list(m.name) f
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '_cf_%'`
	for (const [binding, db] of Object.entries(env)) {
		const { results } = await db.prepare(text).all<{ name: string; parent: string | null }>()
		for (const { name, parent } of results) {
			const of = parents.get(`${binding}.${name}`) ?? []
			parents.set(`${binding}.${name}`, parent === null ? of : [...of, `${binding}.${parent}`])
		}
	}
	const levels: Set<string>[] = []
	const placed = new Set<string>()
	while (placed.size < parents.size) {
		const free = [...parents.keys()].filter(
			(name) => !placed.has(name) && parents.get(name)?.every((one) => one === name || placed.has(one)),
		)
		if (free.length === 0) throw new Error('Tables refer to each other in a circle.')
		for (const name of free) placed.add(name)
		levels.push(new Set(free))
	}
	return levels
}

async function manifestOf(bucket: Bucket, sealer: Sealer, id: string): Promise<BackupManifest> {
	const sealed = await bucket.get(folderOf(id) + MANIFEST)
	if (!sealed) throw new Error(`There is no complete backup ${id}.`)
	const plain = await sealer.open(MANIFEST, sealed).catch(() => {
		throw new Error('The manifest cannot be read: it was changed, or BACKUP_KEY is another.')
	})
	const manifest = JSON.parse(new TextDecoder().decode(plain)) as BackupManifest
	if (manifest.format !== FORMAT) throw new Error(`This backup is of another format: ${manifest.format}.`)
	return manifest
}

/** Every page of rows, in order. @throws where a part is missing, was changed, or is another's. */
async function* rowsOf(bucket: Bucket, sealer: Sealer, manifest: BackupManifest): AsyncGenerator<Rows> {
	for (const { n, name, sha256 } of manifest.parts) {
		const sealed = await bucket.get(folderOf(manifest.id) + name)
		if (!sealed) throw new Error(`Part ${n} is missing.`)
		if ((await sha256Of(sealed)) !== sha256) throw new Error(`Part ${n} was changed.`)
		yield* await unpackRows(await sealer.open(placeOf(n), sealed))
	}
}

const databaseOf = (env: Databases['env'], binding: string): Local => {
	const db = env[binding]
	if (!db) throw new Error(`The backup has rows of ${binding}, which is not bound here.`)
	return db
}

async function countOf(env: Databases['env'], name: string): Promise<number> {
	const [binding = '', table = ''] = name.split('.')
	const text = `SELECT count(*) AS n FROM "${table}"`
	return (await databaseOf(env, binding).prepare(text).first<number>('n')) ?? 0
}

async function assertEmpty(env: Databases['env'], name: string): Promise<void> {
	if ((await countOf(env, name)) > 0)
		throw new Error(`${name} has rows already: restore into an empty state.`)
}

/** Writes rows. @returns how many were left out, since what they refer to is not there. */
async function write(env: Databases['env'], { db: binding, table, columns, rows }: Rows): Promise<number> {
	const db = databaseOf(env, binding)
	const names = columns.map((name) => `"${name}"`).join(', ')
	const cells = columns.map((_, i) => `value ->> ${i}`).join(', ')
	const insert = db.prepare(`INSERT INTO "${table}" (${names}) SELECT ${cells} FROM json_each(?1)`)
	const put = (some: Rows['rows']) =>
		insert
			.bind(JSON.stringify(some))
			.run()
			.then(
				() => true,
				(error: Error) => {
					if (error.message.includes('FOREIGN KEY')) return false
					throw error
				},
			)
	let orphans = 0
	for (const chunk of chunksOf(rows)) {
		if (await put(chunk)) continue
		for (const row of chunk) if (!(await put([row]))) orphans++
	}
	return orphans
}

function chunksOf(rows: Rows['rows']): Rows['rows'][] {
	const chunks: Rows['rows'][] = []
	let [open, length]: [Rows['rows'], number] = [[], 0]
	for (const row of rows) {
		const size = JSON.stringify(row).length
		if (open.length >= BATCH || length + size > MAX_JSON) {
			chunks.push(open)
			;[open, length] = [[], 0]
		}
		open.push(row)
		length += size
	}
	return [...chunks, open].filter((chunk) => chunk.length > 0)
}

/** How many rows are there just as the backup has them. */
async function alike(env: Databases['env'], { db: binding, table, columns, rows }: Rows): Promise<number> {
	const db = databaseOf(env, binding)
	const same = columns.map((name, i) => `t."${name}" IS (j.value ->> ${i})`).join(' AND ')
	const text = `SELECT count(*) AS n FROM json_each(?1) j JOIN "${table}" t ON ${same}`
	let found = 0
	for (const chunk of chunksOf(rows)) {
		found += (await db.prepare(text).bind(JSON.stringify(chunk)).first<number>('n')) ?? 0
	}
	return found
}
