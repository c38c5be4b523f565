/**
 * What an operator could do with a visitor's address and agent in hand: before midnight, and after it with
 * everything that is still there and every byte of the history that a restore would bring back. Long, because
 * it is one attack told whole.
 */
import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { parseAgent } from '../collect/agent.ts'
import { FIREFOX, knock, newSite, points } from '../collect/testing.ts'
import { macOf } from '../kit/hash.ts'
import { privacyOf } from '../model/policy.ts'
import { someHit } from '../model/testing.ts'
import { personOf } from '../privacy/visitor.ts'
import { eventFrom } from '../store/commit.ts'
import { tokenOf } from './identity.ts'
import { dump, stubOf } from './testing.ts'

const DAY = 86_400_000
const NOON = Date.UTC(2050, 5, 1, 12)
const ADDRESS = '203.0.113.77'
/** What the attacker knows of the visitor. */
const PERSON = personOf(ADDRESS, parseAgent(FIREFOX))

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['Date'] })
	vi.setSystemTime(NOON)
})
afterEach(() => vi.useRealTimers())

/** Everything that is stored anywhere, as texts; bytes as hexadecimal. */
interface Loot {
	/** One text for each state of the object's storage that the attacker holds. */
	object: string[]
	/** Of R2, KV, both databases and Analytics Engine, one text an entry or row. */
	rest: string[]
	/** Rows of D1 about the site's visits, those that are held back included. */
	rows: Record<string, unknown>[]
}

async function allRows(db: D1Database): Promise<Record<string, unknown>[]> {
	const tables = await db
		.prepare("select name from sqlite_master where type = 'table' and name not like '\\_cf%' escape '\\'")
		.all<{ name: string }>()
	const rows = await Promise.all(
		tables.results.map(async ({ name }) => (await db.prepare(`select * from "${name}"`).all()).results),
	)
	return rows.flat()
}

async function bodies(bucket: R2Bucket): Promise<string[]> {
	const { objects } = await bucket.list()
	const texts = objects.map(async ({ key }) => {
		const body = await bucket.get(key)
		return `${key} ${body ? Buffer.from(await body.arrayBuffer()).toString('hex') : ''}`
	})
	return await Promise.all(texts)
}

async function entries(kv: KVNamespace): Promise<string[]> {
	const { keys } = await kv.list()
	return await Promise.all(keys.map(async ({ name }) => `${name} ${await kv.get(name)}`))
}

/** All there is now, with states of the object from before. */
async function loot(site: number, history: readonly string[]): Promise<Loot> {
	const d1 = (await Promise.all([env.STATS_0, env.STATS_EU_0, env.DB].map(allRows))).flat()
	const rest = [
		...(await bodies(env.KEYS)),
		...(await bodies(env.KEYS_EU)),
		...(await entries(env.DIRECTORY)),
	]
	return {
		object: [...history, await dump(stubOf(site))],
		rest: [...rest, ...d1.map((row) => JSON.stringify(row)), ...points.points.map((p) => JSON.stringify(p))],
		rows: d1.filter((row) => row.site === site && numberIn(row) !== undefined),
	}
}

/** The visitor's number in a row; what is held back has it within its event. */
const numberIn = ({ visitor, event }: Record<string, unknown>): unknown =>
	typeof event === 'string' ? eventFrom(JSON.parse(event)).visitor : visitor

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))
const xor = (a: string, b: string) => bytes(a).map((byte, i) => byte ^ (bytes(b)[i] ?? 0))

/** Rows that the attacker can say are the visitor's: those whose number stands beside a token that it can make. */
function attack({ object, rest, rows }: Loot): Record<string, unknown>[] {
	const halves = [...new Set([...object, ...rest].flatMap((text) => text.match(/[0-9a-f]{64}/g) ?? []))]
	const keys = [
		new Uint8Array(32),
		...halves.map(bytes),
		...halves.flatMap((a, i) => halves.slice(i + 1).map((b) => xor(a, b))),
	]
	const tokens = keys.map((key) => tokenOf(macOf(key), PERSON))
	// Each hit below is a commit of its own, so a stored row with a token speaks of one visitor.
	const stored = object.flatMap((state) =>
		(JSON.parse(state) as [string, object[]][]).flatMap(([, list]) => list.map((row) => JSON.stringify(row))),
	)
	const telling = [...stored, ...rest].filter((text) => tokens.some((token) => text.includes(token)))
	return rows.filter((row) => telling.some((text) => text.includes(String(numberIn(row)))))
}

/** A visit of two pages by the visitor, and one of somebody else. */
async function visit(site: Awaited<ReturnType<typeof newSite>>): Promise<void> {
	for (const [address, page] of [
		[ADDRESS, '/a'],
		['198.51.100.4', '/other'],
		[ADDRESS, '/b'],
	] as const) {
		const headers = { 'cf-connecting-ip': address }
		const answer = await knock('/api/event', {
			body: site.event({ u: `https://${site.domain}${page}` }),
			headers,
		})
		expect(answer.status).toBe(202)
		vi.setSystemTime(Date.now() + 1000)
	}
	await stubOf(site.site).flush()
}

const pagesOf = (rows: Record<string, unknown>[]) =>
	rows
		.map((row) => row.page)
		.filter((page) => page !== undefined)
		.sort()

/** The site's midnight passes, and its object's clock rings. */
async function passMidnight(site: number): Promise<void> {
	vi.setSystemTime(Math.floor(Date.now() / DAY + 1) * DAY + 60_000)
	await runDurableObjectAlarm(stubOf(site))
}

test('before midnight an operator can match a known address and agent to its rows: they are pseudonymous', async () => {
	const site = await newSite()
	await visit(site)
	const found = attack(await loot(site.site, []))
	expect(pagesOf(found)).toEqual(['/a', '/b'])
	expect(found.filter((row) => row.entry_page === '/a' && row.page === undefined)).toHaveLength(1)
})

// promise: 14, 17
test('after midnight no byte that is left and none that a restore brings back matches them to any row', async () => {
	const site = await newSite()
	await visit(site)
	// What point-in-time recovery gives back: the object as it was, half A, tokens, numbers and all.
	const history = [await dump(stubOf(site.site))]
	expect(history[0]).toMatch(/"halfA\\":\\"[0-9a-f]{64}/)
	await passMidnight(site.site)
	expect(await dump(stubOf(site.site))).not.toContain('halfA')
	const left = await loot(site.site, history)
	expect(pagesOf(left.rows)).toEqual(['/a', '/b', '/other'])
	expect(attack(left)).toEqual([])
})

test('the next day’s key says nothing of the day before, even of the same visitor', async () => {
	const site = await newSite()
	await visit(site)
	const history = [await dump(stubOf(site.site))]
	const yesterday = new Set((await loot(site.site, [])).rows.map((row) => row.visitor))
	await passMidnight(site.site)
	await visit(site)
	history.push(await dump(stubOf(site.site)))
	const found = attack(await loot(site.site, history))
	expect(pagesOf(found)).toEqual(['/a', '/b'])
	expect(found.some((row) => yesterday.has(row.visitor))).toBe(false)
})

test('it is the half without history that guards the day: whoever kept both can go on', async () => {
	const site = await newSite()
	await visit(site)
	const history = [await dump(stubOf(site.site))]
	const kept = await bodies(env.KEYS)
	await passMidnight(site.site)
	const left = await loot(site.site, history)
	expect(pagesOf(attack({ ...left, rest: [...left.rest, ...kept] }))).toEqual(['/a', '/b'])
})

test('what is held back can be matched on its day as well, and as little after it', async () => {
	const site = await newSite({ privacy: privacyOf({ screen: { pages: ['/**'] } }) })
	await visit(site)
	const found = attack(await loot(site.site, []))
	expect(found).toHaveLength(2)
	expect(found.every((row) => typeof row.event === 'string')).toBe(true)
	const history = [await dump(stubOf(site.site))]
	await passMidnight(site.site)
	const left = await loot(site.site, history)
	expect(left.rows).toHaveLength(3)
	expect(attack(left)).toEqual([])
})

test('in cookie mode address and agent match nothing after midnight either; only the cookie does', async () => {
	const site = await newSite({ mode: 'cookie', privacy: privacyOf({ consent: 'none' }) })
	const send = async (person: string, page: string, cookie: string | null) => {
		const [answer] = await stubOf(site.site).record(
			[someHit({ person, page, cookie, keepsCookie: true })],
			[],
		)
		vi.setSystemTime(Date.now() + 1000)
		return answer?.kept ? (answer.newCookie ?? '') : ''
	}
	const id = await send(PERSON, '/a', null)
	expect(id).toMatch(/^[\w-]{22}$/)
	await send('somebody else', '/other', null)
	await send(PERSON, '/b', id)
	await stubOf(site.site).flush()
	const history = [await dump(stubOf(site.site))]
	await passMidnight(site.site)
	const left = await loot(site.site, history)
	expect(pagesOf(left.rows)).toEqual(['/a', '/b', '/other'])
	expect(new Set(left.rows.filter(({ stable }) => stable === 1).map(numberIn)).size).toBe(2)
	expect(attack(left)).toEqual([])
	// The id itself is stored nowhere: who holds it holds the only key to its rows.
	for (const text of [...left.object, ...left.rest]) expect(text).not.toContain(id)
})

// promise: 17, 20
test('address and agent are in no byte of it, not even on the day itself', async () => {
	const site = await newSite()
	await visit(site)
	const { object, rest } = await loot(site.site, [])
	for (const text of [...object, ...rest]) {
		for (const secret of [ADDRESS, PERSON, FIREFOX, 'rv:140.0']) expect(text).not.toContain(secret)
	}
})
