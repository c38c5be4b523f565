import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { catchMail, sentTo } from '../mail/testing.ts'
import { part } from '../support/part.ts'
import { PNG, saying, upload } from '../support/testing.ts'
import { signedIn } from './testing.ts'

/** Operators and their queue. */

type Person = Awaited<ReturnType<typeof signedIn>>
const QUEUE = '/api/operator/tickets'
const mails = catchMail()
let ada: Person
let grace: Person
let id = ''

beforeAll(async () => {
	ada = await signedIn('ada-operator@example.org')
	grace = await signedIn('operator@example.org')
	await env.DB.prepare(`update user set name = 'Grace' where id = ?`).bind(grace.userId).run()
})
beforeEach(async () => {
	await env.DB.exec('delete from attempt')
	id = await write('No numbers', 'The script is 100% there.')
})

const jsonOf = async <T = Record<string, unknown>>(answer: Promise<Response>) =>
	(await (await answer).json()) as T
const write = async (subject: string, text: string): Promise<string> =>
	String((await jsonOf(ada.session('POST', '/api/support/tickets', { subject, ...saying(text) }))).id)
const found = async (query: string) =>
	(await jsonOf<{ tickets: { id: string }[] }>(grace.session('GET', `${QUEUE}?${query}`))).tickets.map(
		(one) => one.id,
	)

test('an address alone makes no operator: it must be proved, and in a browser', async () => {
	expect((await ada.session('GET', QUEUE)).status).toBe(403)
	expect((await grace.key('GET', QUEUE)).status).toBe(403)
	expect((await grace.session('GET', QUEUE)).status).toBe(200)
	const verified = (yes: 0 | 1) =>
		env.DB.prepare('update user set email_verified = ? where id = ?').bind(yes, grace.userId).run()
	await verified(0)
	expect((await grace.session('GET', QUEUE)).status).toBe(403)
	await verified(1)
})

test('the queue is filtered and searched', async () => {
	const counted = async () =>
		(await jsonOf<{ statuses: Record<string, number> }>(grace.session('GET', '/api/operator/counts')))
			.statuses
	const { closed = 0 } = await counted()
	const other = await write('Invoice', 'Which VAT number?')
	await grace.session('PUT', `${QUEUE}/${other}`, {
		assignee: grace.userId,
		priority: 'high',
		status: 'closed',
	})
	expect(await found('status=closed&assignee=me')).toEqual([other])
	expect(await found('status=open,waiting_us&assignee=none')).toContain(id)
	expect(await found('priority=high')).toEqual([other])
	expect(await found('q=vat%20NUMBER')).toEqual([other])
	expect(await found('q=100%25')).toContain(id)
	// No pattern of SQL means anything.
	expect(await found('q=1__%25')).toEqual([])
	expect(await found(`q=${id}`)).toEqual([id])
	for (const query of ['status=all', 'priority=x', 'before=1', `q=${'x'.repeat(201)}`]) {
		expect((await grace.session('GET', `${QUEUE}?${query}`)).status).toBe(400)
	}
	expect((await counted()).closed).toBe(closed + 1)
})

test('the queue goes on page by page, each ticket once, also where many changed at the same instant', async () => {
	const letter = (n: number) => 'abcdefghijklmnopqrstuvwxyz'.charAt(n)
	await env.DB.batch(
		Array.from({ length: 60 }, (_, n) =>
			env.DB.prepare(
				`insert into ticket (id, name, email, subject, status, priority, created_at, updated_at)
				values (?, 'x', 'x@example.org', 'paged', 'open', 'low', 0, 0)`,
			).bind(`${'p'.repeat(14)}${letter(Math.floor(n / 26))}${letter(n % 26)}`),
		),
	)
	const seen: string[] = []
	for (let before: string | null = ''; before !== null; ) {
		const page: { tickets: { id: string }[]; before: string | null } = await jsonOf(
			grace.session('GET', `${QUEUE}?priority=low${before ? `&before=${before}` : ''}`),
		)
		seen.push(...page.tickets.map((one) => one.id))
		before = page.before
	}
	expect(seen.length).toBe(60)
	expect(new Set(seen).size).toBe(60)
	await env.DB.exec(`delete from ticket where subject = 'paged'`)
})

test('an answer goes to the customer by mail, waits for them, and can be answered', async () => {
	const answer = saying('Reload the page.\nThen look again.', { status: 'solved' })
	const path = `${QUEUE}/${id}/messages`
	const answers = [await grace.session('POST', path, answer), await grace.session('POST', path, answer)]
	expect(answers.map(({ status }) => status)).toEqual([201, 200])
	const [mail, ...more] = sentTo(mails, 'ada-operator@example.org').filter(({ subject }) =>
		/^Re: /.test(subject),
	)
	expect(more).toEqual([])
	expect(mail).toMatchObject({ subject: 'Re: No numbers' })
	expect(mail?.text).toContain('Grace of Jitt support wrote:\n\nReload the page.\nThen look again.')
	expect(mail?.replyTo).toMatch(new RegExp(`^support\\+${id}\\.[a-z2-7]{16}@jitt\\.test$`))
	const seen = await jsonOf(ada.session('GET', `/api/support/tickets/${id}`))
	expect(seen).toMatchObject({
		status: 'solved',
		messages: [{ author: 'customer' }, { author: 'operator', name: 'Grace', text: answer.text }],
	})
	await grace.session('PUT', `${QUEUE}/${id}`, { assignee: grace.userId })
	await ada.session('POST', `/api/support/tickets/${id}/messages`, saying('No.'))
	expect(sentTo(mails, 'operator@example.org')[0]?.subject).toBe('Answer from the customer: No numbers')
})

test('everything an operator does is written down, and the customer sees what concerns the ticket', async () => {
	for (const _ of [1, 2]) await grace.session('GET', `${QUEUE}/${id}`)
	await grace.session('PUT', `${QUEUE}/${id}`, { assignee: grace.userId, priority: 'urgent' })
	await grace.session('PUT', `${QUEUE}/${id}`, { assignee: grace.userId, priority: 'urgent' })
	await grace.session('POST', `${QUEUE}/${id}/messages`, saying('Hello.'))
	const done = async () => {
		const { actions } = await jsonOf<{ actions: { action: string; detail: string; name: string }[] }>(
			ada.session('GET', `/api/support/tickets/${id}`),
		)
		return actions.map(({ action, detail, name }) => [action, detail, name].join(' ')).sort()
	}
	expect(await done()).toEqual([
		'ticket.answered  Grace',
		'ticket.assigned Grace Grace',
		// One a day: looking again is no news.
		'ticket.opened  Grace',
		'ticket.priority urgent Grace',
	])
	const log = await jsonOf<{ actions: { ticket: string }[] }>(grace.session('GET', '/api/operator/log'))
	expect(log.actions.filter(({ ticket }) => ticket === id)).toHaveLength(4)
	// Deleted, it is still known that somebody did something, and not with what.
	await ada.session('DELETE', `/api/support/tickets/${id}`)
	const after = await jsonOf<{ actions: { ticket: string | null; action: string }[] }>(
		grace.session('GET', '/api/operator/log'),
	)
	expect(after.actions.length).toBe(log.actions.length)
	expect(after.actions.filter(({ ticket }) => ticket === id)).toEqual([])
	expect((await grace.session('GET', '/api/operator/log?before=x')).status).toBe(400)
	expect(after.actions.map(({ action }) => action)).toEqual(
		expect.arrayContaining(['tickets.listed', 'tickets.searched']),
	)
})

test('a ticket is given to operators only, and status and priority are what there is', async () => {
	for (const wrong of [
		{ assignee: ada.userId },
		{ assignee: 'x' },
		{ status: 'unconfirmed' },
		{ priority: 'x' },
	]) {
		expect([wrong, (await grace.session('PUT', `${QUEUE}/${id}`, wrong)).status]).toEqual([wrong, 400])
	}
	expect(await jsonOf(grace.session('PUT', `${QUEUE}/${id}`, { assignee: null }))).toMatchObject({
		assignee: null,
	})
	expect((await grace.session('PUT', `${QUEUE}/${'a'.repeat(16)}`, {})).status).toBe(404)
})

test('an operator sends files, and links of one reader open for no other', async () => {
	const sent = await upload('/api/support/files', { cookie: grace.cookie }, 'a.png', PNG)
	const { id: file } = await sent.json<{ id: string }>()
	await grace.session('POST', `${QUEUE}/${id}/messages`, saying('Look.', { files: [file] }))
	const linkFor = async (person: Person, path: string) => {
		const said = await jsonOf<{ messages: { files: { link: string }[] }[] }>(
			person.session('GET', `${path}/${id}`),
		)
		return said.messages[1]?.files[0]?.link ?? ''
	}
	const hers = await linkFor(ada, '/api/support/tickets')
	expect((await ada.session('GET', hers)).status).toBe(200)
	expect((await grace.session('GET', hers)).status).toBe(404)
	expect((await grace.session('GET', await linkFor(grace, QUEUE))).status).toBe(200)
})

test('canned replies are made, changed and deleted', async () => {
	const replies = '/api/operator/replies'
	const made = await grace.session('POST', replies, { title: 'Hello', text: 'Dear {name},' })
	expect(made.status).toBe(201)
	const { id: reply } = await made.json<{ id: string }>()
	expect(
		(await grace.session('PUT', `${replies}/${reply}`, { title: 'Hi', text: 'Hi {name},' })).status,
	).toBe(200)
	expect(await jsonOf(grace.session('GET', replies))).toMatchObject({ replies: [{ title: 'Hi' }] })
	expect((await grace.session('POST', replies, { title: '', text: 'x' })).status).toBe(400)
	expect((await grace.session('DELETE', `${replies}/${reply}`)).status).toBe(200)
	expect((await grace.session('DELETE', `${replies}/${reply}`)).status).toBe(404)
	expect((await grace.session('PUT', `${replies}/${reply}`, { title: 'x', text: 'x' })).status).toBe(404)
	expect((await ada.session('GET', replies)).status).toBe(403)
})

test('an operator sees by which grants support may look, and the queue opens nothing else', async () => {
	const grants = async () =>
		(await jsonOf<{ grants: unknown[] }>(grace.session('GET', `${QUEUE}/${id}`))).grants
	expect(await grants()).toEqual([])
	const until = Date.now() + 3_600_000
	await env.DB.prepare(
		`insert into support_grant (id, team_id, site_id, reason, granted_by, created_at, expires_at)
		values ('g', ?1, 0, 'look', ?1, 0, ?2)`,
	)
		.bind(ada.userId, until)
		.run()
	expect(await grants()).toEqual([
		{ domain: null, reason: 'look', expires_at: new Date(until).toISOString() },
	])
	await env.DB.exec(`update support_grant set ended_at = 1`)
	expect(await grants()).toEqual([])
})

test('an operator who leaves takes nothing of the customers along', async () => {
	await grace.session('POST', `${QUEUE}/${id}/messages`, saying('Bye.'))
	const subject = { userId: grace.userId, teamIds: [grace.userId] }
	const taken = []
	for await (const { path } of part.take(env, subject)) taken.push(path)
	expect(taken).toEqual([])
	await part.erase(env, subject, Date.now())
	expect(await jsonOf(ada.session('GET', `/api/support/tickets/${id}`))).toMatchObject({
		messages: [{ name: 'Test' }, { name: 'Support', text: 'Bye.' }],
		actions: [{ name: null }],
	})
})
