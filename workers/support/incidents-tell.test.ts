/** Longer than others: one incident's life needs all of its steps, and each promise about it stands by itself. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Env } from '../env.ts'
import { catchMail, sentTo } from '../mail/testing.ts'
import { changeIncident, type Incident, incidentOf, referenceOf } from './incidents.ts'
import { clocksOf, remindOperators } from './incidents-clocks.ts'
import { closeUntold, confirmNotice, tellAgain } from './incidents-confirm.ts'
import { incidentsOf, readIncident } from './incidents-mine.ts'
import { part } from './incidents-part.ts'
import { registerCsv, registerOf, tellingsOf } from './incidents-register.ts'
import { scopeOf } from './incidents-scope.ts'
import { tellConcerned } from './incidents-tell.ts'
import {
	DAY,
	HOUR,
	NOON,
	readyIncident,
	someAccount,
	someBreach,
	someDay,
	someNotice,
	someSite,
} from './incidents-testing.ts'

const LONG_AGO = NOON - 300 * DAY
const mails = catchMail()

beforeAll(async () => {
	await someAccount(env, 'ada', LONG_AGO)
	await someAccount(env, 'bob', LONG_AGO)
	await someAccount(env, 'eve', NOON + HOUR)
	await someSite(env, 1, 'bob', LONG_AGO)
	await someDay(env, 1, NOON - 12 * HOUR - DAY, { DE: 3, CN: 1 })
})

const typed = (row: Incident, closing = false) => ({
	...{ reference: referenceOf(row), version: row.version + 1, revision: row.revision, closing },
})
async function confirmed(row: Incident, at = NOON + HOUR, closing = false): Promise<Incident> {
	const done = await confirmNotice(env, 'op', row, typed(row, closing), at)
	if (!done.ok) throw new Error(done.error.message)
	return done.value
}
const again = async (row: Incident): Promise<Incident> => (await incidentOf(env, row.id)) ?? row

// promise: 8
describe('a breach is told', () => {
	test('to those it concerns and nobody else, each what is for them, once a version, to the full story', async () => {
		const row = await readyIncident(env, someBreach({ title: 'life', systems: ['control', 'traffic'] }))
		const first = await confirmed(row)
		expect(await tellConcerned(env, NOON + HOUR)).toBe(2)
		expect(await tellConcerned(env, NOON + 2 * HOUR)).toBe(0)
		expect(mails.map(({ to }) => to).sort()).toEqual(['ada@example.org', 'bob@example.org'])
		const [toAda] = sentTo(mails, 'ada@example.org')
		const [toBob] = sentTo(mails, 'bob@example.org')
		expect(toAda?.subject).toBe(`Breach of security (${referenceOf(row)})`)
		for (const said of ['Change your password.', 'Unwanted mail.', 'The key was changed.', 'Ada Lovelace']) {
			expect(toAda?.text).toContain(said)
		}
		// Art. 33(2) is for owners of sites; the text of people stays text.
		expect(toAda?.text).not.toContain('33(2)')
		expect(toBob?.text).toContain('s1.incidents.example')
		expect(toBob?.text).toContain('Judge whether you must tell your authority.')
		expect(toBob?.html).toContain('copy &lt;of&gt; the database')

		const more = { revision: first.revision, notice: someNotice({ story: 'All of it.', phases: true }) }
		const changed = await changeIncident(env, 'op', first, more, NOON + 3 * HOUR)
		if (!changed.ok) throw new Error(changed.error.message)
		const closed = await confirmed(changed.value, NOON + 4 * HOUR, true)
		expect(closed.closedAt).not.toBe(null)
		expect(await tellConcerned(env, NOON + 4 * HOUR)).toBe(2)
		const [story, before] = sentTo(mails, 'ada@example.org')
		expect(before).toEqual(toAda)
		expect([story?.subject, story?.text]).toEqual([
			`Breach of security: the full story (${referenceOf(row)})`,
			expect.stringContaining('All of it.'),
		])
		expect(await tellingsOf(env, row.id, NOON + 5 * HOUR)).toMatchObject([
			{ version: 1, kind: 'first', told: 2, failed: 0, waiting: 0, finishedAt: NOON + HOUR },
			{ version: 2, kind: 'closing', told: 2, failed: 0, waiting: 0 },
		])
		const late = await changeIncident(env, 'op', closed, { revision: closed.revision, reasons: 'x' }, NOON)
		expect(late).toMatchObject({ ok: false, error: { kind: 'conflict' } })
	})

	test('only after a person typed what it is about, with every field, and once of two at a time', async () => {
		const row = await readyIncident(env, someBreach({ title: 'typed' }))
		const refused = async (change: object, of: Partial<Incident> = {}) => {
			const done = await confirmNotice(env, 'op', { ...row, ...of }, { ...typed(row), ...change }, NOON)
			return done.ok ? 'sent' : [done.error.kind, 'field' in done.error ? done.error.field : '']
		}
		expect(await refused({ reference: 'JITT' })).toEqual(['invalid', 'reference'])
		expect(await refused({ version: 2 })).toEqual(['conflict', ''])
		expect(await refused({ revision: 1 })).toEqual(['conflict', ''])
		expect(await refused({}, { decision: 'open' })).toEqual(['invalid', 'decision'])
		expect(await refused({}, { scopeAfter: 7 })).toEqual(['conflict', ''])
		expect(await refused({}, { notice: someNotice({ risk: null }) })).toEqual(['invalid', 'notice.risk'])
		expect(await refused({ closing: true })).toEqual(['invalid', 'notice.story'])
		const both = await Promise.all([
			confirmNotice(env, 'op', row, typed(row), NOON),
			confirmNotice(env, 'op', row, typed(row), NOON),
		])
		expect(both.map(({ ok }) => ok).sort()).toEqual([false, true])
		expect(await confirmNotice(env, 'op', row, typed(row), NOON)).toMatchObject({ ok: false })
		expect((await tellingsOf(env, row.id, NOON)).length).toBe(1)
		await tellConcerned(env, NOON)
	})

	test('to ten thousand, each once, though it broke off and others were at it too', async () => {
		await env.DB.prepare(
			"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) INSERT INTO user (id, name, email, email_verified, created_at, updated_at) SELECT 'many' || i, 'Many', 'many' || i || '@example.org', 1, 0, 0 FROM n",
		).run()
		const row = await readyIncident(env, someBreach({ title: 'many' }))
		await confirmed(row)
		const got = new Map<string, number>()
		let [left, sent] = [3000, 0]
		const send = async (_: Env, to: string) => {
			got.set(to, (got.get(to) ?? 0) + 1)
			sent++
			return 'sent' as const
		}
		const pace = { most: 10_000, together: 250, send }
		// The database goes away in the middle: what was under way is neither told nor waiting.
		const DB = new Proxy(env.DB, {
			get: (target, name) => {
				const value: unknown = Reflect.get(target, name)
				if (typeof value !== 'function') return value
				return (...of: unknown[]) => {
					if (sent >= left) throw new Error('D1 is down')
					return value.apply(target, of)
				}
			},
		})
		await expect(tellConcerned({ ...env, DB }, NOON + HOUR, pace)).rejects.toThrow('D1 is down')
		left = Number.POSITIVE_INFINITY
		const soon = NOON + HOUR + 60_000
		await Promise.all([1, 2].map(() => tellConcerned(env, soon, pace)))
		await tellConcerned(env, soon + HOUR, pace)
		expect([got.size, Math.max(...got.values())]).toEqual([10_002, 1])
		const [telling] = await tellingsOf(env, row.id, soon + HOUR)
		expect(telling).toMatchObject({ waiting: 0, failed: 0, told: 9_752, unsure: 250 })
		expect(telling?.finishedAt).not.toBe(null)
		// A person decides that the unsure are told again; nobody else is.
		expect(await tellAgain(env, 'op', await again(row), soon + HOUR)).toBe(250)
		await tellConcerned(env, soon + HOUR, pace)
		expect([...got.values()].filter((times) => times > 1).length).toBe(250)
		expect(await tellAgain(env, 'op', await again(row), soon + HOUR)).toBe(0)
		await env.DB.batch([
			env.DB.prepare("DELETE FROM incident_account WHERE user_id LIKE 'many%'"),
			env.DB.prepare("DELETE FROM user WHERE id LIKE 'many%'"),
		])
	})

	test('later where the mail is down, and not where an address takes none', async () => {
		const row = await readyIncident(env, someBreach({ title: 'down' }))
		await confirmed(row)
		expect(await tellConcerned(env, NOON + HOUR, { send: async () => 'failed' })).toBe(0)
		const now = NOON + 2 * HOUR
		expect(await tellingsOf(env, row.id, now)).toMatchObject([{ waiting: 2, finishedAt: null }])
		const send = async (_: Env, to: string) =>
			to.startsWith('ada') ? ('refused' as const) : ('sent' as const)
		expect(await tellConcerned(env, now, { send })).toBe(1)
		await tellConcerned(env, now, { send })
		expect(await tellingsOf(env, row.id, now)).toMatchObject([
			{ waiting: 0, told: 1, failed: 1, finishedAt: now },
		])
	})
})

// promise: 8
describe('the account that a breach concerns', () => {
	test('sees it until it has read it, and no other account does', async () => {
		const row = await readyIncident(env, someBreach({ title: 'seen', systems: ['traffic'] }))
		const seen = async (who: string) =>
			(await incidentsOf(env, who, NOON)).find((one) => one.reference === referenceOf(row))
		expect(await seen('bob')).toBe(undefined)
		await confirmed(row)
		expect(await seen('bob')).toMatchObject({ banner: true, holder: false, sites: ['s1.incidents.example'] })
		expect(await seen('ada')).toBe(undefined)
		expect(await readIncident(env, 'ada', row.id, 1, NOON)).toBe(false)
		expect(await readIncident(env, 'bob', row.id, 2, NOON)).toBe(false)
		expect(await readIncident(env, 'bob', row.id, 1, NOON)).toBe(true)
		expect(await seen('bob')).toMatchObject({ banner: false, read: true })
		// Shown to everybody, it says no more than the public page.
		const everyone = { revision: (await again(row)).revision, banner: 'everyone' as const }
		await changeIncident(env, 'op', await again(row), everyone, NOON)
		const others = await seen('ada')
		expect(others).toMatchObject({ banner: true, holder: false, sites: [] })
		expect(others?.fields.map((one) => one.number)).not.toContain(7)
		await tellConcerned(env, NOON)
	})

	test('takes it along, and leaves nothing but that somebody was told', async () => {
		const row = await readyIncident(env, someBreach({ title: 'erased' }))
		await confirmed(row)
		await tellConcerned(env, NOON + HOUR)
		await readIncident(env, 'ada', row.id, 1, NOON)
		const subject = { userId: 'ada', teamIds: ['ada'] }
		const files = []
		for await (const file of part.take(env, subject)) files.push(file)
		expect(JSON.stringify(files)).toContain(referenceOf(row))
		for (let i = 0; i < 2; i++) expect(await part.erase(env, subject, NOON)).toEqual([])
		const { results: tables } = await env.DB.prepare(
			"SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'incident%'",
		).all<{ name: string }>()
		for (const { name } of tables) {
			const { results } = await env.DB.prepare(`SELECT * FROM ${name}`).all()
			expect([name, JSON.stringify(results).includes('"ada"')]).toEqual([name, false])
		}
		expect(await tellingsOf(env, row.id, NOON + HOUR)).toMatchObject([{ told: 2 }])
		expect((await again(row)).erased).toBe(1)
	})
})

// promise: 8
describe('the clocks of an incident', () => {
	const at = (hours: number) => NOON + hours * HOUR
	const remindersOf = (row: Incident) =>
		mails.filter(({ to, text }) => to === 'operator@example.org' && text.includes(`incidents/${row.id}`))

	test('remind the operators once at each stage, raise the alarm once, and know what was done late', async () => {
		const row = await readyIncident(env, someBreach({ title: 'clocks', systems: ['control', 'traffic'] }))
		const states = async (now: number) =>
			(await clocksOf(env, await again(row), await scopeOf(env, row.id), now)).map((one) => [
				one.rule ?? one.kind,
				one.hours,
				one.state,
			])
		expect(await states(at(1))).toEqual([
			['accounts', 4, 'running'],
			['CN', 4, 'running'],
			['owners', 24, 'running'],
			['DE', 72, 'running'],
		])
		await remindOperators(env, at(0.5))
		const first = remindersOf(row).map(({ subject }) => subject)
		expect(first).toEqual([
			`6 h left: a deadline of ${referenceOf(row)} is near`,
			`24 h left: a deadline of ${referenceOf(row)} is near`,
		])
		for (let i = 0; i < 2; i++) await remindOperators(env, at(1))
		expect(remindersOf(row).length).toBe(2)
		await remindOperators(env, at(5))
		expect(
			remindersOf(row)
				.slice(2)
				.map(({ subject }) => subject),
		).toEqual([`MISSED: a deadline of ${referenceOf(row)} has passed`])
		await confirmed(row, at(5))
		await tellConcerned(env, at(5))
		expect(await states(at(5))).toEqual([
			['accounts', 4, 'late'],
			['CN', 4, 'missed'],
			['owners', 24, 'met'],
			['DE', 72, 'running'],
		])
	})

	test('stand still where it was decided, with reasons, that nobody need be told', async () => {
		const row = await readyIncident(env, someBreach({ title: 'harmless' }))
		const decide = (reasons?: string) => ({
			...{ revision: row.revision, decision: 'not' as const },
			...(reasons === undefined ? {} : { reasons }),
		})
		const wrong = await changeIncident(env, 'op', row, decide(), NOON)
		expect(wrong).toMatchObject({ ok: false, error: { kind: 'invalid', field: 'reasons' } })
		const decided = await changeIncident(env, 'op', row, decide('All of it was encrypted.'), NOON)
		if (!decided.ok) throw new Error(decided.error.message)
		await remindOperators(env, at(100))
		expect(remindersOf(row)).toEqual([])
		const open = decided.value
		expect(await closeUntold(env, 'op', open, typed(row), NOON)).toMatchObject({ ok: false })
		expect(await closeUntold(env, 'op', open, typed(open), NOON)).toMatchObject({ ok: true })
		expect(await closeUntold(env, 'op', open, typed(open), NOON)).toMatchObject({ ok: false })
		const entry = (await registerOf(env, NOON)).find((one) => one.reference === referenceOf(row))
		expect(entry).toMatchObject({ decision: 'not', reasons: 'All of it was encrypted.', told: [] })
	})
})

test('the register says all of every incident, as JSON and as CSV that no spreadsheet runs', async () => {
	await readyIncident(env, someBreach({ title: '=HYPERLINK("https://evil.example")' }))
	const entries = await registerOf(env, NOON + DAY)
	const life = entries.find((one) => one.title === 'life')
	expect(life?.fields.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14])
	expect(life).toMatchObject({
		decision: 'notify',
		story: 'All of it.',
		sites: 1,
		told: [{ told: 2 }, { told: 2 }],
	})
	expect(life?.steps.map(({ what }) => what)).toEqual([
		'opened',
		'changed: notice, decision',
		'confirmed version 1 (first)',
		'changed: notice',
		'confirmed version 2 (closing)',
	])
	const csv = registerCsv(entries)
	expect(csv).toContain(`"'=HYPERLINK(""https://evil.example"")"`)
	expect(csv.split('\n')[0]).toContain('reference,title,opened_at')
})
