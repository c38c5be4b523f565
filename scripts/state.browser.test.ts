/**
 * Everything that the local instance keeps (databases, objects, buckets, logs, caches, temporary files) is
 * searched for what must not be stored. Runs after all other browser tests (`vitest.config.ts`).
 */
import { join, sep } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { ask, within } from './ask.ts'
import { AGENT, launch, visitor } from './browser.ts'
import { DEMO_SITE } from './owner.ts'
import { findTraces } from './traces.ts'

const jitt = inject('jitt')
const ADDRESSES = ['203.0.113.211', '2001:db8:7717:77aa::1f2e', '198.51.100.233']
const ODD_AGENT = 'Mozilla/5.0 (Zanzibarix 77.12; rv:3) Quokka/20770101 Quokkafox/77.12'
/** Programs, not data: built from our sources, they hold patterns that recognise agents. */
const isProgram = (file: string) => file.startsWith(`build${sep}`) || file.split(sep).includes('.wrangler')

/** What stands in a journal is in its database as well, once it is read. */
const isJournal = (file: string) => /-(wal|shm)$/.test(file)

/** Tables of a database, and those that hold a text in any of their rows. */
function tablesWith(file: string, text: string): { all: string[]; holding: string[] } {
	const database = new DatabaseSync(file, { readOnly: true })
	const tables = database.prepare("select name from sqlite_master where type = 'table'").all()
	const all = tables.map(({ name }) => String(name))
	const holding = all.filter((name) => {
		const rows = database.prepare(`select * from "${name}"`).all()
		return rows.some((row) => Object.values(row).some((value) => String(value).includes(text)))
	})
	database.close()
	return { all, holding }
}

let browser: Browser
beforeAll(async () => {
	browser = await launch()
})
afterAll(() => browser.close())

/** Sends something to a door as a program would, from an address and with an agent that can be recognised. */
const knock = (path: string, address: string, body?: string, headers: Record<string, string> = {}) =>
	fetch(jitt.baseUrl + path, {
		method: body === undefined ? 'GET' : 'POST',
		headers: { 'CF-Connecting-IP': address, 'user-agent': ODD_AGENT, ...headers },
		...(body === undefined ? {} : { body }),
	})

// promise: 17, 20
it('holds no address and no user agent of any visitor', async () => {
	for (const address of ADDRESSES) {
		const context = await visitor(browser, { address, cf: { country: 'PW', city: 'Koror' } })
		const page = await context.newPage()
		await page.goto(`${jitt.baseUrl}/demo/`)
		await page.getByRole('link', { name: 'Teas', exact: true }).click()
		await page.getByRole('button', { name: 'Add to basket' }).first().click()
		await context.close()
		// Both doors, the picture, what is refused, what is broken, and what nobody serves.
		const event = { n: 'pageview', u: 'http://localhost/demo/program', d: DEMO_SITE }
		await knock('/api/event', address, JSON.stringify(event))
		await knock('/api/event', address, JSON.stringify(event), { 'sec-gpc': '1' })
		await knock('/api/event', address, JSON.stringify({ ...event, d: 'unknown.example' }))
		await knock('/api/event', address, '{"n":')
		await knock('/api/event', address, JSON.stringify(event), {
			'x-forwarded-for': address,
			'user-agent': `${ODD_AGENT} Googlebot`,
		})
		await knock(
			'/api/send',
			address,
			JSON.stringify({
				type: 'event',
				payload: { website: DEMO_SITE, url: '/umami', hostname: 'localhost' },
			}),
		)
		await knock(`/api/pixel.gif?d=${DEMO_SITE}`, address)
		await knock('/api/nothing', address)
		await knock('/js/jitt.js', address)
		await knock(
			'/api/auth/sign-in/email',
			address,
			JSON.stringify({ email: 'a@b.example', password: 'wrong password' }),
			{
				'content-type': 'application/json',
			},
		)
	}
	const question = { metrics: ['visitors'], filters: [['is', 'visit:country', ['PW']]] }
	const [row] = await within(
		5,
		() => ask(jitt, DEMO_SITE, question),
		([one]) => one?.metrics[0] === 3,
	)
	expect(row?.metrics).toEqual([3])

	// The search finds what is stored: pages and sites are, and they lie beside what must not be there.
	const stored = findTraces(jitt.state, ['/demo/teas/']).map((trace) => trace.file)
	expect(stored.some((file) => file.startsWith(`v3${sep}d1`))).toBe(true)
	expect(stored.some((file) => file.startsWith(`v3${sep}do`))).toBe(true)

	expect(findTraces(jitt.state, [...ADDRESSES, '2001:db8:7717', ODD_AGENT, 'Quokkafox', AGENT])).toEqual([])
	// Whatever the other browser tests sent: they use the addresses reserved for documentation.
	const ranges = ['203.0.113.', '198.51.100.', '192.0.2.', '2001:db8:']
	expect(
		findTraces(jitt.state, [...ranges, 'Mozilla/5.0 (', 'AppleWebKit/', 'KHTML, like Gecko'], isProgram),
	).toEqual([])
	// Our own people's address: nowhere but with what they wrote to support, as they are told beside the form.
	const local = findTraces(
		jitt.state,
		['127.0.0.1'],
		(file) => !file.startsWith(`v3${sep}`) || isJournal(file),
	)
	for (const { file } of local) {
		const { all, holding } = tablesWith(join(jitt.state, file), '127.0.0.1')
		expect(all).toContain('ticket')
		// None where it was deleted, and only the page that it stood on is left.
		expect(holding.filter((name) => name !== 'ticket')).toEqual([])
	}
})
