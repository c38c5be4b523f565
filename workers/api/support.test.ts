import { env, exports } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { catchMail, sentTo } from '../mail/testing.ts'
import { member } from '../store/schema/account.ts'
import { eraseTicket, sweepSupport } from '../support/erase.ts'
import { part } from '../support/part.ts'
import { PNG, saying, upload } from '../support/testing.ts'
import { signedIn } from './testing.ts'

/** Tickets of people with an account. */

type Person = Awaited<ReturnType<typeof signedIn>>
const TICKETS = '/api/support/tickets'
const DAY_MS = 86_400_000
const mails = catchMail()
let ada: Person
let bob: Person
let team = ''

beforeAll(async () => {
	ada = await signedIn('ada-support@example.org')
	bob = await signedIn('bob-support@example.org')
	team = bob.userId
	const db = drizzle(env.DB, { casing: 'snake_case' })
	await db.insert(member).values({ teamId: team, userId: ada.userId, role: 'viewer', createdAt: new Date() })
})
// Nobody here is a flood.
beforeEach(() => env.DB.exec('delete from attempt'))

const rows = async (sql: string, ...values: unknown[]) =>
	(
		await env.DB.prepare(sql)
			.bind(...values)
			.all<Record<string, unknown>>()
	).results
const jsonOf = async (answer: Response) => (await answer.json()) as Record<string, unknown>

async function write(person: Person, more: object = {}): Promise<string> {
	const body = { subject: 'No numbers', ...saying('Since Monday.'), ...more }
	const answer = await person.session('POST', TICKETS, body, { 'cf-connecting-ip': '192.0.2.7' })
	expect(answer.status).toBe(201)
	return String((await jsonOf(answer)).id)
}
const send = async (person: Person, name = 'shot.png', bytes: Uint8Array = PNG) => {
	const answer = await upload('/api/support/files', { cookie: person.cookie }, name, bytes)
	return String((await jsonOf(answer)).id)
}
const linkOf = async (person: Person, id: string): Promise<string> => {
	const said = await (await person.session('GET', `${TICKETS}/${id}`)).json<{
		messages: { files: { link: string }[] }[]
	}>()
	return said.messages[0]?.files[0]?.link ?? ''
}

// promise: 5
test('a ticket holds what is promised and has no room for anything else', async () => {
	const columns = async (table: string) => (await rows(`pragma table_info(${table})`)).map(({ name }) => name)
	expect(await columns('ticket')).toEqual([
		...[
			'id',
			'user_id',
			'team_id',
			'name',
			'email',
			'address',
			'subject',
			'status',
			'priority',
			'assignee_id',
		],
		...['satisfaction', 'satisfaction_note', 'created_at', 'updated_at'],
	])
	expect(await columns('ticket_message')).toEqual([
		...['ticket_id', 'id', 'author', 'author_id', 'text', 'created_at'],
	])
	expect(await columns('attachment')).toEqual([
		...['id', 'ticket_id', 'message_id', 'uploader', 'name', 'type', 'bytes', 'created_at'],
	])
})

test('a ticket shows its sender everything that is kept, and tells both sides by mail', async () => {
	const id = await write(ada)
	const seen = await jsonOf(await ada.session('GET', `${TICKETS}/${id}`))
	expect(seen).toMatchObject({
		...{ subject: 'No numbers', status: 'open', name: 'Test', email: 'ada-support@example.org' },
		...{ address: '192.0.2.7', mine: true, actions: [] },
		messages: [{ author: 'customer', text: 'Since Monday.', files: [] }],
	})
	expect(sentTo(mails, 'ada-support@example.org')[0]).toMatchObject({
		subject: 'We have your message: No numbers',
	})
	const [toUs] = sentTo(mails, 'operator@example.org')
	expect(toUs?.text).toContain(`http://jitt.test/operator/tickets/${id}`)
	// What was written stays where it is.
	expect(toUs?.text).not.toContain('Since Monday.')
})

test('pressed twice, or twice at once, it is one ticket and one message', async () => {
	const body = { subject: 'Twice', ...saying('Once.') }
	const answers = await Promise.all([1, 2, 3].map(() => ada.session('POST', TICKETS, body)))
	const ids = new Set(await Promise.all(answers.map(async (one) => (await jsonOf(one)).id)))
	expect(ids.size).toBe(1)
	const [id] = ids
	const message = saying('More.')
	for (const _ of [1, 2]) await ada.session('POST', `${TICKETS}/${id}/messages`, message)
	await Promise.all([1, 2].map(() => ada.session('POST', `${TICKETS}/${id}/messages`, message)))
	expect(await rows('select text from ticket_message where ticket_id = ? order by created_at', id)).toEqual([
		...[{ text: 'Once.' }, { text: 'More.' }],
	])
	expect(
		sentTo(mails, 'ada-support@example.org').filter(({ subject }) => /Twice/.test(subject)),
	).toHaveLength(1)
})

test('an answer opens a solved ticket again; how it went can be said once it is solved', async () => {
	const id = await write(ada)
	const rating = { satisfaction: 'good', note: 'Fast.' }
	expect((await ada.session('PUT', `${TICKETS}/${id}/satisfaction`, rating)).status).toBe(409)
	expect(await jsonOf(await ada.session('PUT', `${TICKETS}/${id}`, { status: 'solved' }))).toMatchObject({
		status: 'solved',
	})
	expect(await jsonOf(await ada.session('PUT', `${TICKETS}/${id}/satisfaction`, rating))).toMatchObject({
		...{ satisfaction: 'good', satisfaction_note: 'Fast.' },
	})
	expect((await ada.session('PUT', `${TICKETS}/${id}/satisfaction`, { satisfaction: 5 })).status).toBe(400)
	expect(
		await jsonOf(await ada.session('POST', `${TICKETS}/${id}/messages`, saying('Not yet.'))),
	).toMatchObject({
		status: 'waiting_us',
	})
	// Only operators decide the rest.
	const more = { status: 'solved', priority: 'urgent', assigneeId: ada.userId, userId: bob.userId }
	await ada.session('PUT', `${TICKETS}/${id}`, more)
	expect(await rows('select priority, assignee_id, user_id from ticket where id = ?', id)).toEqual([
		{ priority: 'normal', assignee_id: null, user_id: ada.userId },
	])
	expect((await ada.session('PUT', `${TICKETS}/${id}`, { status: 'closed' })).status).toBe(400)
})

describe('of others', () => {
	test('a ticket is as unknown as none, whatever is asked of it', async () => {
		const id = await write(ada)
		const asked: [string, string, unknown?][] = [
			['GET', `${TICKETS}/${id}`],
			['POST', `${TICKETS}/${id}/messages`, saying('Mine.')],
			['PUT', `${TICKETS}/${id}`, { status: 'solved' }],
			['PUT', `${TICKETS}/${id}/satisfaction`, { satisfaction: 'bad' }],
			['DELETE', `${TICKETS}/${id}`],
		]
		for (const [method, path, body] of asked) {
			const foreign = await bob.session(method, path, body)
			const none = await bob.session(method, path.replace(id, 'a'.repeat(16)), body)
			expect([path, foreign.status, await foreign.text()]).toEqual([path, 404, await none.text()])
		}
		expect((await rows('select status from ticket where id = ?', id))[0]).toEqual({ status: 'open' })
	})

	test('a ticket for a team is seen and answered by its owner, without the address, and not deleted', async () => {
		const id = await write(ada, { team })
		const seen = await jsonOf(await bob.session('GET', `${TICKETS}/${id}`))
		expect(seen).toMatchObject({ mine: false, name: 'Test', team })
		expect(seen).not.toHaveProperty('address')
		expect(seen).not.toHaveProperty('email')
		expect((await bob.session('POST', `${TICKETS}/${id}/messages`, saying('I too.'))).status).toBe(201)
		expect((await bob.session('DELETE', `${TICKETS}/${id}`)).status).toBe(403)
		// A viewer of the team does not see what its owner wrote for it.
		const his = await write(bob, { team })
		expect((await ada.session('GET', `${TICKETS}/${his}`)).status).toBe(404)
		const list = await (await bob.session('GET', TICKETS)).json<{ tickets: { id: string }[] }>()
		expect(list.tickets.map((one) => one.id)).toEqual(expect.arrayContaining([id, his]))
	})

	test('a team takes tickets of its members only', async () => {
		const body = { subject: 'x', ...saying('y'), team: ada.userId }
		expect((await bob.session('POST', TICKETS, body)).status).toBe(400)
	})

	test('files can neither be sent along nor removed', async () => {
		const file = await send(ada)
		const body = { subject: 'x', ...saying('y', { files: [file] }) }
		expect((await bob.session('POST', TICKETS, body)).status).toBe(400)
		expect((await bob.session('DELETE', `/api/support/files/${file}`)).status).toBe(404)
		await write(ada, { files: [file] })
		// Once sent it belongs to its message.
		expect((await ada.session('DELETE', `/api/support/files/${file}`)).status).toBe(404)
		expect((await ada.session('POST', TICKETS, body)).status).toBe(400)
	})
})

describe('a file', () => {
	test('is shown by a link for its reader, for minutes, and never runs', async () => {
		const id = await write(ada, { files: [await send(ada)] })
		const link = await linkOf(ada, id)
		const shown = await ada.session('GET', link)
		expect(new Uint8Array(await shown.arrayBuffer())).toEqual(PNG)
		expect(Object.fromEntries(shown.headers)).toMatchObject({
			'content-type': 'image/png',
			'content-disposition': `inline; filename="shot.png"; filename*=UTF-8''shot.png`,
			'content-security-policy': "default-src 'none'; sandbox",
			'x-content-type-options': 'nosniff',
			'cache-control': 'no-store',
		})
		expect((await bob.session('GET', link)).status).toBe(404)
		expect((await exports.default.fetch(`http://jitt.test${link}`)).status).toBe(404)
		const tricks = [
			link.replace(/until=(\d)/, 'until=9$1'),
			link.replace(ada.userId, bob.userId),
			link.replace(/reader=[^&]*/, 'reader=ticket%3Ax'),
			link.replace(/mac=./, 'mac='),
			link.split('?')[0] ?? '',
		]
		for (const trick of tricks)
			expect([trick, (await ada.session('GET', trick)).status]).toEqual([trick, 404])
	})

	test.each([
		['page.html', '<script>alert(1)</script>'],
		['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
		['notes.txt', 'a text'],
	])('%s is a download', async (name, text) => {
		const id = await write(ada, { files: [await send(ada, name, Buffer.from(text))] })
		const got = await ada.session('GET', await linkOf(ada, id))
		expect(got.headers.get('content-type')).toBe('application/octet-stream')
		expect(got.headers.get('content-disposition')).toMatch(/^attachment;/)
		expect(Buffer.from(await got.arrayBuffer()).toString()).toBe(text)
	})

	test.each([
		['disguised', 'photo.png', Buffer.from('MZ this is a program'), undefined, 400],
		['a picture called a text', 'photo.txt', PNG, undefined, 400],
		['a page called a picture', 'photo.gif', Buffer.from('<html></html>'), undefined, 400],
		['of no known ending', 'run.exe', Buffer.from('MZ'), undefined, 400],
		['without an ending', 'README', Buffer.from('text'), undefined, 400],
		['empty', 'empty.txt', new Uint8Array(0), undefined, 400],
		['larger than it says', 'a.txt', Buffer.from('four'), 3, 400],
		['smaller than it says', 'a.txt', Buffer.from('four'), 5000, 400],
		['too large', 'a.txt', Buffer.from('four'), 10 * 1024 * 1024 + 1, 413],
	])('%s is refused and not kept', async (_, name, bytes, size, status) => {
		const before = (await env.FILES.list()).objects.length
		const answer = await upload('/api/support/files', { cookie: ada.cookie }, name, bytes, size)
		expect(answer.status).toBe(status)
		expect((await env.FILES.list()).objects.length).toBe(before)
		expect(await rows('select id from attachment where bytes = 0')).toEqual([])
	})

	test.each([
		['../../etc/passwd.txt', 'passwd.txt'],
		['C:\\Windows\\a.txt', 'a.txt'],
		['a\u202Egnp.txt', 'agnp.txt'],
		['a"; x=y\r\nset-cookie: b.txt', 'a; x=yset-cookie b.txt'],
		[`${'n'.repeat(300)}.txt`, `${'n'.repeat(116)}.txt`],
	])('called %j is called %j', async (name, kept) => {
		const answer = await upload('/api/support/files', { cookie: ada.cookie }, name, Buffer.from('x'))
		expect(await jsonOf(answer)).toMatchObject({ name: kept })
		await env.DB.exec('update attachment set created_at = 0 where ticket_id is null')
		await sweepSupport(env, Date.now())
	})

	test('may be ten megabytes, and a message may have five', async () => {
		const large = await send(ada, 'large.txt', Buffer.alloc(10 * 1024 * 1024, 'x'))
		const files = [large, ...(await Promise.all([1, 2, 3, 4].map(() => send(ada))))]
		const sixth = await send(ada)
		const body = { subject: 'Six', ...saying('Too many.', { files: [...files, sixth] }) }
		expect((await ada.session('POST', TICKETS, body)).status).toBe(400)
		const id = await write(ada, { files })
		expect(await rows('select count(*) as n from attachment where ticket_id = ?', id)).toEqual([{ n: 5 }])
		expect((await ada.session('DELETE', `/api/support/files/${sixth}`)).status).toBe(200)
		// With ten megabytes in a bucket, the local runtime does not reset what is stored between files.
		await eraseTicket(env, id)
	})

	test('that no message names is swept after a day', async () => {
		const file = await send(ada)
		await sweepSupport(env, Date.now() + 0.9 * DAY_MS)
		expect(await env.FILES.head(`support/${file}`)).not.toBeNull()
		await sweepSupport(env, Date.now() + 1.1 * DAY_MS)
		expect(await env.FILES.head(`support/${file}`)).toBeNull()
		expect(await rows('select id from attachment where id = ?', file)).toEqual([])
	})
})

async function left(id: string) {
	const counts = await Promise.all([
		rows('select count(*) as n from ticket where id = ?', id),
		rows('select count(*) as n from ticket_message where ticket_id = ?', id),
		rows('select count(*) as n from attachment where ticket_id = ?', id),
	])
	return counts.map(([row]) => row?.n)
}

// promise: 5, 4
test('who wrote a ticket deletes it, and nothing of it is left, in the bucket neither', async () => {
	const file = await send(ada)
	const id = await write(ada, { files: [file] })
	expect(await left(id)).toEqual([1, 1, 1])
	expect((await ada.session('DELETE', `${TICKETS}/${id}`)).status).toBe(200)
	expect(await left(id)).toEqual([0, 0, 0])
	expect(await env.FILES.head(`support/${file}`)).toBeNull()
	expect((await ada.session('DELETE', `${TICKETS}/${id}`)).status).toBe(404)
	expect((await ada.session('POST', `${TICKETS}/${id}/messages`, saying('Late.'))).status).toBe(404)
	await eraseTicket(env, id)
})

// promise: 5
test('a ticket goes by itself: solved ones are closed, closed ones deleted a year later with the address', async () => {
	const id = await write(ada)
	const status = async () => (await rows('select status from ticket where id = ?', id))[0]?.status
	await sweepSupport(env, Date.now() + 3000 * DAY_MS)
	// Nobody answered yet: that is ours to do, however long it takes.
	expect(await status()).toBe('open')
	await ada.session('PUT', `${TICKETS}/${id}`, { status: 'solved' })
	const now = Date.now()
	await sweepSupport(env, now + 13 * DAY_MS)
	expect(await status()).toBe('solved')
	await sweepSupport(env, now + 15 * DAY_MS)
	expect(await status()).toBe('closed')
	await sweepSupport(env, now + (15 + 364) * DAY_MS)
	expect(await status()).toBe('closed')
	await sweepSupport(env, now + (15 + 366) * DAY_MS)
	expect(await left(id)).toEqual([0, 0, 0])
})

// promise: 4
test('an account takes its tickets along, and they go with it', async () => {
	const leaver = await signedIn('leaver-support@example.org')
	const file = await send(leaver)
	const id = await write(leaver, { files: [file] })
	const theirs = await write(ada)
	const subject = { userId: leaver.userId, teamIds: [leaver.userId] }
	const taken = []
	for await (const { path, content } of part.take(env, subject))
		taken.push({ path, text: await new Response(content).bytes() })
	expect(taken.map(({ path }) => path)).toEqual([
		`support/${id}/ticket.json`,
		`support/${id}/files/${file}-shot.png`,
	])
	expect(JSON.parse(new TextDecoder().decode(taken[0]?.text))).toMatchObject({
		...{ subject: 'No numbers', address: '192.0.2.7' },
		messages: [{ text: 'Since Monday.', files: [{ name: 'shot.png' }] }],
	})
	expect(taken[1]?.text).toEqual(PNG)
	for (const _ of [1, 2]) expect(await part.erase(env, subject, Date.now())).toEqual([])
	expect([await left(id), await left(theirs)]).toEqual([
		[0, 0, 0],
		[1, 1, 0],
	])
	expect(await env.FILES.head(`support/${file}`)).toBeNull()
})

test.each([
	[{}, 400],
	[{ subject: 'x', text: ' ', key: crypto.randomUUID() }, 400],
	[{ subject: 'x', text: 'y', key: 'not one' }, 400],
	[{ subject: ' \n ', ...saying('y') }, 400],
	[{ subject: 'x', ...saying('y'), files: 'all' }, 400],
	[{ subject: 'x', ...saying('y'), files: ['../x'] }, 400],
	[{ subject: 'x'.repeat(151), ...saying('y') }, 400],
	['[]', 400],
	[{ subject: 'x', ...saying('y'.repeat(70_000)) }, 413],
])('what makes no ticket is refused: %j', async (body, status) => {
	expect((await ada.session('POST', TICKETS, body)).status).toBe(status)
})

test('a flood is stopped with when to try again', async () => {
	const answers = []
	for (let n = 0; n < 21; n++)
		answers.push(await bob.session('POST', TICKETS, { subject: 'x', ...saying('y') }))
	expect(answers[19]?.status).toBe(201)
	expect(answers[20]?.status).toBe(429)
	expect(Number(answers[20]?.headers.get('retry-after'))).toBeGreaterThan(0)
})
