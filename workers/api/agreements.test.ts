import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { catchMail, sentTo } from '../mail/testing.ts'
import { changesFor, object } from '../rights/agreements.ts'
import { announce, newsOfChange, newsOfVersion } from '../rights/announce.ts'
import { DOCUMENTS } from '../rights/documents.ts'
import { part } from '../rights/part-agreements.ts'
import { signedIn } from './testing.ts'

const VERSION = '2026-11-28'
const mails = catchMail()
type Person = Awaited<ReturnType<typeof signedIn>>
let ada: Person
let bea: Person
beforeAll(async () => {
	ada = await signedIn('ada-agree@example.org')
	bea = await signedIn('bea-agree@example.org')
	await ada.session('POST', '/api/v1/sites', { domain: 'agree.example' })
})
const at = (person: Person, rest: string) => `/api/teams/${person.userId}/${rest}`
const accept = (person: Person, team: Person, document: string, version = VERSION) =>
	person.session('POST', at(team, 'agreements'), { document, version })

// promise: 13
test('a team is asked once, and what it accepted says who and when', async () => {
	const before = await (await ada.session('GET', '/api/account/agreements')).json()
	expect(before).toMatchObject({
		// The tests' deployment sells nothing.
		asks: false,
		teams: [
			{
				id: ada.userId,
				may_agree: true,
				documents: [
					{ document: 'terms', version: VERSION, accepted: null, history: [] },
					{ document: 'dpa', version: VERSION, accepted: null, history: [] },
				],
			},
		],
	})
	const answers = await Promise.all([accept(ada, ada, 'dpa'), accept(ada, ada, 'dpa')])
	expect(answers.map(({ status }) => status)).toEqual([200, 200])
	expect(await (await accept(ada, ada, 'dpa')).json()).toMatchObject({
		document: 'dpa',
		accepted: { version: VERSION, by: 'Test', at: expect.stringMatching(/^\d{4}-/) },
		history: [{ version: VERSION }],
	})
})

test.each([
	['another team’s', async () => accept(ada, bea, 'dpa'), 404],
	['a document that nobody accepts', async () => accept(ada, ada, 'privacy'), 400],
	['a version that is not in force', async () => accept(ada, ada, 'dpa', '2020-01-01'), 409],
	['no version', () => ada.session('POST', at(ada, 'agreements'), { document: 'dpa' }), 400],
	[
		'more than is asked',
		() => ada.session('POST', at(ada, 'agreements'), { document: 'dpa', version: VERSION, at: 1 }),
		400,
	],
	['what is no JSON', () => ada.session('POST', at(ada, 'agreements'), 'x'), 400],
])('it cannot accept %s', async (_, act, status) => expect((await act()).status).toBe(status))

test('what was accepted can be kept as a file, and by nobody else', async () => {
	await accept(ada, ada, 'dpa')
	const file = await ada.session('GET', at(ada, `agreements/dpa/${VERSION}`))
	expect(file.headers.get('content-disposition')).toBe(`attachment; filename="jitt-dpa-${VERSION}.html"`)
	const text = await file.text()
	expect(text).toMatch(/Accepted for .* by Test on \d{4}-/)
	expect(text).toContain('documented instructions')
	expect((await bea.session('GET', at(ada, `agreements/dpa/${VERSION}`))).status).toBe(404)
	// Not accepted is not to be had with a stamp on it.
	expect((await bea.session('GET', at(bea, `agreements/dpa/${VERSION}`))).status).toBe(404)
	expect((await ada.session('GET', at(ada, 'agreements/dpa/1999-01-01'))).status).toBe(404)
})

test('Article 30: the record of a team names its sites, what is kept of them and who takes part', async () => {
	expect(await (await ada.session('GET', at(ada, 'records'))).json()).toMatchObject({
		article: '30(2)',
		controller: { contacts: [{ email: 'ada-agree@example.org' }] },
		processing: [{ site: 'agree.example', mode: 'lightweight', data: expect.arrayContaining(['place']) }],
		recipients: [{ name: 'Cloudflare, Inc.', safeguards: expect.any(Array) }],
	})
	const html = await ada.session('GET', `${at(ada, 'records')}?format=html`)
	expect(html.headers.get('content-type')).toContain('text/html')
	expect(await html.text()).toContain('agree.example')
	expect((await ada.session('GET', `${at(ada, 'records')}?format=pdf`)).status).toBe(400)
	expect((await bea.session('GET', at(ada, 'records'))).status).toBe(404)
})

test('Article 30: our own record is for those who run the deployment', async () => {
	expect((await ada.session('GET', '/api/operator/records')).status).toBe(403)
	const operator = await signedIn('operator@example.org')
	const record = await (await operator.session('GET', '/api/operator/records')).json()
	expect(record).toMatchObject({ article: '30(1)', processing: expect.arrayContaining([]) })
	expect(JSON.stringify(record)).toContain('Stripe')
	expect(await (await operator.session('GET', '/api/operator/records?format=html')).text()).toContain('30(1)')
})

const NOW = Date.UTC(2027, 0, 2)
const change = { id: '2', announced: '2027-01-01', effective: '2027-02-01', text: 'Example Storage joins.' }

// promise: 7
test('every owner is told once of a change, before it is in force', async () => {
	mails.length = 0
	const news = newsOfChange(env, change)
	await Promise.all([announce(env, NOW, news), announce(env, NOW, news)])
	await announce(env, NOW + 3_600_000, news)
	await announce(env, NOW + 2 * 86_400_000, news)
	for (const address of ['ada-agree@example.org', 'bea-agree@example.org']) {
		expect(sentTo(mails, address)).toHaveLength(1)
		expect(sentTo(mails, address)[0]?.text).toMatch(/Example Storage joins[\s\S]*2027-02-01/)
	}
	const late = await signedIn('late-agree@example.org')
	await announce(env, NOW + 4 * 86_400_000, news)
	expect(sentTo(mails, 'late-agree@example.org')).toHaveLength(1)
	expect(late.userId).not.toBe('')
})

// promise: 13
test('every owner is told of a new version of a document, with where to read it', async () => {
	mails.length = 0
	const [document] = DOCUMENTS
	if (!document) throw new Error('there is no document')
	const next = { version: '2027-03-01', published: '2027-01-01', summary: 'Backups are named.', sections: [] }
	await announce(env, NOW, newsOfVersion(env, document, next))
	expect(sentTo(mails, 'ada-agree@example.org')[0]?.text).toMatch(
		/Backups are named\.[\s\S]*http:\/\/jitt\.test\/legal\/privacy\/2027-03-01/,
	)
})

// promise: 7
test('a team objects to a change that is to come, and only to that', async () => {
	const said = { teamId: ada.userId, change: '2', userId: ada.userId, reason: 'Our contract forbids it.' }
	expect(await object(env, said, NOW, [change])).toEqual({ ok: true, value: true })
	expect(await object(env, { ...said, reason: 'Still.' }, NOW, [change])).toEqual({ ok: true, value: false })
	expect(await changesFor(env, ada.userId, NOW, [change])).toMatchObject([
		{ objection: { reason: 'Still.' } },
	])
	expect(await changesFor(env, bea.userId, NOW, [change])).toMatchObject([{ objection: null }])
	expect(await object(env, { ...said, change: '9' }, NOW, [change])).toMatchObject({ ok: false })
	const none = await ada.session('POST', at(ada, 'objections'), { change: '1', reason: 'Late.' })
	expect(none.status).toBe(404)
	const empty = await ada.session('POST', at(ada, 'objections'), { change: '1', reason: ' ' })
	expect(empty.status).toBe(400)
})

// promise: 4
test('it goes along with the account, and goes with it', async () => {
	await accept(ada, ada, 'dpa')
	const subject = { userId: ada.userId, teamIds: [ada.userId] }
	const files = []
	for await (const { path, content } of part.take(env, subject)) files.push([path, String(content)])
	expect(files.map(([path]) => path)).toEqual(['agreements/agreements.json', 'agreements/mail.json'])
	expect(files[0]?.[1]).toContain(VERSION)
	// For a team that stays, she agreed as well.
	await env.DB.prepare(
		`insert into agreement (team_id, document, version, user_id, user_name, at) values (?, 'terms', 'old', ?, 'Ada', 1)`,
	)
		.bind(bea.userId, ada.userId)
		.run()
	expect(await part.erase(env, subject, NOW)).toEqual([])
	expect(await part.erase(env, subject, NOW)).toEqual([])
	const { results } = await env.DB.prepare('select * from agreement').all()
	expect(JSON.stringify(results)).not.toContain(ada.userId)
	expect(results).toMatchObject([{ team_id: bea.userId, version: 'old', user_id: null, user_name: '' }])
})
