import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { BACKUP_DAYS, completeBackups, runBackup } from '../workers/store/backup.ts'
import { bucketOf, targetOf } from '../workers/store/backup-bucket.ts'
import { type BucketServer, type Credentials, faultOf, startBucket } from './bucket.ts'
import { type Databases, migrateDatabases, openDatabases } from './databases.ts'
import { restore } from './restoring.ts'

const DAY_MS = 86_400_000
const CREDENTIALS = { accessKeyId: 'AKID', secretAccessKey: 'secret/of+tests', region: 'test-1' }
const NOW = Date.now()

let from: Databases
/** What must stay empty. */
let blank: Databases
let provider: BucketServer
let variables: Record<string, string>
beforeAll(async () => {
	provider = await startBucket('backups', CREDENTIALS)
	variables = {
		...{ BACKUP_ENDPOINT: provider.endpoint, BACKUP_BUCKET: 'backups', BACKUP_REGION: 'test-1' },
		...{ BACKUP_ACCESS_KEY_ID: 'AKID', BACKUP_SECRET_ACCESS_KEY: 'secret/of+tests' },
		BACKUP_KEY: randomBytes(32).toString('base64'),
	}
	from = await openDatabases(null)
	await migrateDatabases(from.env)
	blank = await openDatabases(null)
	await migrateDatabases(blank.env)
	const { DB, STATS_0 } = from.env
	const put = (db: typeof DB | undefined, text: string, ...values: unknown[]) =>
		db
			?.prepare(text)
			.bind(...values)
			.run()
	await put(
		DB,
		`INSERT INTO user (id, name, email, created_at, updated_at) VALUES ('u1', 'Ädä', 'ada@example.org', 1, 1)`,
	)
	await put(DB, `INSERT INTO team (id, name, created_at) VALUES ('u1', 'Ädä', 1)`)
	await put(DB, `INSERT INTO member VALUES ('u1', 'u1', 'owner', 1)`)
	await put(
		DB,
		`INSERT INTO site (id, team_id, domain, timezone, tracking_id, mode, retention_days, shard, policy_version, pushed_version, created_at) VALUES (7, 'u1', 'a.example', 'UTC', 't', 'cookie', 30, 0, 3, 3, 1)`,
	)
	await put(DB, `INSERT INTO session VALUES ('s1', 9, 'a token that opens doors', 1, 1, 'u1')`)
	await put(
		STATS_0,
		`INSERT INTO rollup_days SELECT 7, 21, 1000, '/page/' || value, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 FROM generate_series(1, 1200)`.replace(
			'generate_series(1, 1200)',
			`json_each('[${Array.from({ length: 1200 }, (_, i) => i).join()}]')`,
		),
	)
	await put(STATS_0, `INSERT INTO rollup_pairs VALUES (7, 1000, 9, '', 1, '[["it''s \\"quoted\\"",1]]')`)
})
afterAll(async () => {
	await Promise.all([from.stop(), blank.stop()])
	await provider.stop()
})
const opened: Databases[] = []
afterEach(async () => {
	await Promise.all(opened.splice(0).map((one) => one.stop()))
})

const backedUp = (now = NOW, force = false) => runBackup({ ...variables, ...from.env }, now, force)
const target = (change: object = {}) => {
	const found = targetOf({ ...variables, ...change })
	if (!found) throw new Error('no target')
	return found
}
async function empty(): Promise<Databases['env']> {
	const made = await openDatabases(null)
	opened.push(made)
	await migrateDatabases(made.env)
	return made.env
}

// promise: 9
test('a backup at a second provider is restored row by row, and tells whoever has the bucket nothing', async () => {
	const id = await backedUp()
	expect(id).toMatch(/^\d{4}-\d\d-\d\dT\d{6}Z-[0-9a-f]{8}$/)
	const stored = Buffer.concat([...provider.objects.values()]).toString('latin1')
	for (const text of ['ada@example.org', '/page/1', 'rollup_days']) expect(stored).not.toContain(text)

	const env = await empty()
	const { manifest, orphans } = await restore(target(), null, env)
	expect(orphans.size).toBe(0)
	expect(manifest).toMatchObject({
		id,
		tables: { 'DB.user': 1, 'DB.member': 1, 'STATS_0.rollup_days': 1200 },
	})
	const all = (db: Databases['env'], table: string) => db.STATS_0?.prepare(`SELECT * FROM ${table}`).all()
	for (const table of ['rollup_days', 'rollup_pairs']) {
		expect((await all(env, table))?.results).toEqual((await all(from.env, table))?.results)
	}
	expect(await env.DB.prepare('SELECT name, email FROM user').first()).toEqual({
		...{ name: 'Ädä', email: 'ada@example.org' },
	})
	// The clock will tell the new directory of it.
	expect(await env.DB.prepare('SELECT policy_version - pushed_version AS n FROM site').first('n')).toBe(1)
	// What opens doors is worth something to thieves only.
	expect(Object.keys(manifest.tables)).not.toContain('DB.session')
	await expect(restore(target(), null, env)).rejects.toThrow('has rows already')
})

test('a backup is made once a day', async () => {
	expect(await backedUp(NOW + DAY_MS - 1)).toBeNull()
	expect(await backedUp(NOW + DAY_MS)).not.toBeNull()
	expect(await completeBackups(bucketOf(target()))).toHaveLength(2)
})

test('one that breaks off goes on where it was', async () => {
	const now = NOW + 2 * DAY_MS
	const { DB } = from.env
	const failing = {
		...from.env,
		STATS_0: {
			prepare() {
				throw new Error('the database is away')
			},
		},
	}
	await expect(runBackup({ ...variables, ...failing }, now)).rejects.toThrow('the database is away')
	expect(await DB.prepare('SELECT count(*) AS n FROM backup WHERE finished_at IS NULL').first('n')).toBe(1)
	const id = await backedUp(now + 3_600_000)
	expect(id).toContain(new Date(now).toISOString().slice(0, 10))
	const { manifest } = await restore(target(), id, await empty())
	expect(manifest.tables['STATS_0.rollup_days']).toBe(1200)
})

// promise: 9
test.each([
	['a part that was changed', 'was changed', (bytes: Buffer) => bytes.fill(bytes.readUInt8(20) ^ 1, 20, 21)],
	['a part that was cut', 'was changed', (bytes: Buffer) => bytes.subarray(0, -1)],
	['a part of another backup', 'was changed', () => other('part-000001')],
	['a part that is missing', 'is missing', () => null],
])('%s is found before a row is written', async (_, sentence, spoil) => {
	const [, , id] = await completeBackups(bucketOf(target()))
	const key = [...provider.objects.keys()].find((one) => one.startsWith(`jitt/${id}/part-000001`)) ?? ''
	const good = provider.objects.get(key) ?? Buffer.alloc(0)
	const bad = spoil(Buffer.from(good))
	if (bad) provider.objects.set(key, bad)
	else provider.objects.delete(key)
	await expect(restore(target(), id ?? null, blank.env)).rejects.toThrow(sentence)
	expect(await blank.env.DB.prepare('SELECT count(*) AS n FROM user').first('n')).toBe(0)
	provider.objects.set(key, good)
})

function other(part: string): Buffer {
	const key = [...provider.objects.keys()].find((one) => one.includes(part)) ?? ''
	return provider.objects.get(key) ?? Buffer.alloc(0)
}

test('neither another key nor another manifest opens it', async () => {
	const { env } = blank
	const key = randomBytes(32).toString('base64')
	await expect(restore(target({ BACKUP_KEY: key }), null, env)).rejects.toThrow('BACKUP_KEY is another')
	const [one, two] = await completeBackups(bucketOf(target()))
	const good = provider.objects.get(`jitt/${one}/manifest`) ?? Buffer.alloc(0)
	provider.objects.set(`jitt/${one}/manifest`, other(`${two}/manifest`))
	await expect(restore(target(), one ?? null, env)).rejects.toThrow('was changed')
	provider.objects.set(`jitt/${one}/manifest`, good)
	await expect(restore(target(), '../../elsewhere', env)).rejects.toThrow('no complete backup')
})

// promise: 4, 9, 10
test('backups are deleted after thirty days, and what was erased goes with them', async () => {
	const strange = 'jitt/2020-notes.txt'
	provider.objects.set(strange, Buffer.from('not ours'))
	await backedUp(NOW + BACKUP_DAYS * DAY_MS + 1)
	const left = await completeBackups(bucketOf(target()))
	expect(left).toHaveLength(3)
	expect(left[0]).toContain(new Date(NOW + DAY_MS).toISOString().slice(0, 10))
	expect(provider.objects.has(strange)).toBe(true)
})

test('without its variables there is no backup, and with half of them no quiet one', async () => {
	expect(await runBackup(from.env, NOW)).toBeNull()
	const { BACKUP_KEY: _, ...half } = variables
	await expect(runBackup({ ...half, ...from.env }, NOW)).rejects.toThrow('by half')
	await expect(runBackup({ ...variables, BACKUP_KEY: 'c2hvcnQ=', ...from.env }, NOW, true)).rejects.toThrow(
		'32 bytes',
	)
})

test('a provider that refuses is no backup', async () => {
	const wrong = { ...variables, BACKUP_SECRET_ACCESS_KEY: 'another', ...from.env }
	await expect(runBackup(wrong, NOW + 99 * DAY_MS)).rejects.toThrow('answers 403')
	expect(provider.refused.at(-1)).toBe('the signature is wrong')
})

test('the stand-in checks signatures as AWS documents them', () => {
	// The example of a PUT in the documentation that the stand-in's header names.
	const known: Credentials = {
		...{ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', region: 'us-east-1' },
		secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
	}
	const scope = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request'
	const request = {
		...{ method: 'GET', url: '/test.txt', body: new Uint8Array() },
		headers: {
			...{ host: 'examplebucket.s3.amazonaws.com', range: 'bytes=0-9', 'x-amz-date': '20130524T000000Z' },
			'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
			authorization: `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41`,
		},
	}
	const now = Date.parse('2013-05-24T00:05:00Z')
	expect(faultOf(request, known, now)).toBeNull()
	expect(faultOf({ ...request, url: '/other.txt' }, known, now)).toBe('the signature is wrong')
	expect(faultOf({ ...request, body: new Uint8Array(1) }, known, now)).toBe('the content is another')
	expect(faultOf(request, known, now + DAY_MS)).toBe('signed at another time')
	const more = { ...request.headers, 'x-amz-acl': 'public-read' }
	expect(faultOf({ ...request, headers: more }, known, now)).toBe('a header is not signed')
	expect(faultOf({ ...request, headers: {} }, known, now)).toBe('no signature')
})
