/**
 * The traffic database fails while visits arrive: nothing is lost, and the owner's dashboard says that it is
 * behind, until it is not.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { ask, createSite, within } from './ask.ts'
import { AGENT, launch } from './browser.ts'

const jitt = inject('jitt')
const SITE = 'outage.jitt.localhost'
const TABLES = ['events', 'visits', 'refusals', 'commits']

let browser: Browser
beforeAll(async () => {
	browser = await launch()
	await createSite(jitt, SITE)
})
afterAll(async () => {
	comeBack()
	await browser.close()
})

/** The file of the local database that holds a table. */
function fileOf(table: string): string | null {
	const folder = join(jitt.state, 'v3', 'd1', 'miniflare-D1DatabaseObject')
	const files = readdirSync(folder).filter((name) => name.endsWith('.sqlite') && name !== 'metadata.sqlite')
	const holds = (file: string): boolean => {
		const db = new DatabaseSync(file, { readOnly: true })
		const row = db.prepare('select 1 from sqlite_master where name = ?').get(table)
		db.close()
		return row !== undefined
	}
	return files.map((name) => join(folder, name)).find(holds) ?? null
}

/** Renames the tables behind the running database's back: every statement on them is refused from then on. */
function rename(from: string, to: string): void {
	const file = fileOf(`${from}events`)
	if (file === null) return
	const db = new DatabaseSync(file)
	for (const table of TABLES) db.exec(`alter table ${from}${table} rename to ${to}${table}`)
	db.close()
}
const fail = () => rename('', 'away_')
const comeBack = () => rename('away_', '')

async function send(page: string): Promise<void> {
	const answer = await fetch(`${jitt.baseUrl}/api/event`, {
		method: 'POST',
		headers: { 'user-agent': AGENT, 'cf-connecting-ip': '203.0.113.90' },
		body: JSON.stringify({ n: 'pageview', u: `https://${SITE}${page}`, d: SITE }),
	})
	expect([answer.status, answer.headers.get('x-plausible-dropped')]).toEqual([202, null])
}

it('loses nothing while the database fails, and says on the dashboard that it is behind', async () => {
	await send('/before')
	const owner = await (await browser.newContext()).newPage()
	await owner.goto(`${jitt.baseUrl}/${SITE}`)
	await owner.getByLabel('E-mail').fill(jitt.email)
	await owner.getByLabel('Password', { exact: true }).fill(jitt.password)
	await owner.getByRole('button', { name: 'Sign in' }).click()
	await owner.getByText('/before', { exact: true }).first().waitFor()

	fail()
	for (let i = 0; i < 20; i++) await send(`/during/${i}`)
	await owner.reload()
	await owner.getByText('Statistics are behind').waitFor()
	await owner.getByText('20 events wait safely').waitFor()

	comeBack()
	await owner.getByText('Statistics are behind').waitFor({ state: 'detached' })
	const [row] = await within(
		10,
		() => ask(jitt, SITE, { metrics: ['pageviews', 'visitors'] }),
		([one]) => one?.metrics[0] === 21,
	)
	expect(row?.metrics).toEqual([21, 1])
	await owner.getByText('/during/0', { exact: true }).first().waitFor()
	await owner.close()
})
