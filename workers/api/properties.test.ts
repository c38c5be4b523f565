import { beforeAll, expect, test } from 'vitest'
import { signedIn } from './testing.ts'

type Person = Awaited<ReturnType<typeof signedIn>>
let ada: Person
let bob: Person
const path = '/api/v1/sites/custom-props'
beforeAll(async () => {
	ada = await signedIn('ada-properties@example.org')
	bob = await signedIn('bob-properties@example.org')
	await ada.key('POST', '/api/v1/sites', { domain: 'properties.example' })
})

const site_id = 'properties.example'
const put = (property: unknown) => ada.key('PUT', path, { site_id, property })
const listed = async () => (await ada.key('GET', `${path}?site_id=${site_id}`)).json()
const names = (...properties: string[]) => ({
	custom_properties: properties.map((property) => ({ property })),
})

test('names are registered once and taken off again, whatever is in them', async () => {
	expect(await listed()).toEqual(names())
	for (const property of ['plan', 'author', ' plan ', 'a/b/c d', 'größe']) {
		const answer = await put(property)
		expect([answer.status, await answer.json()]).toEqual([200, { created: true }])
	}
	expect(await listed()).toEqual(names('a/b/c d', 'author', 'größe', 'plan'))
	for (const property of ['a/b/c%20d', 'gr%C3%B6%C3%9Fe', 'author', 'never-was']) {
		const answer = await ada.key('DELETE', `${path}/${property}?site_id=${site_id}`)
		expect([answer.status, await answer.json()]).toEqual([200, { deleted: true }])
	}
	expect(await listed()).toEqual(names('plan'))
	expect((await ada.key('DELETE', `${path}/${encodeURIComponent('plan')}`, { site_id })).status).toBe(200)
	expect(await listed()).toEqual(names())
})

test.each([[undefined], [''], ['  '], [7], [['plan']], ['é'.repeat(151)]])(
	'%j is no name',
	async (property) => {
		const answer = await put(property)
		expect(answer.status).toBe(400)
		expect(await answer.json()).toMatchObject({
			field: 'property',
			error: 'property: must have 1 to 300 bytes',
		})
		expect(await listed()).toEqual(names())
	},
)

test('the site is named, and one of the caller', async () => {
	for (const [method, rest] of [
		['GET', ''],
		['PUT', ''],
		['DELETE', '/plan'],
	] as const) {
		const missing = await ada.key(method, path + rest, method === 'GET' ? undefined : { property: 'x' })
		expect([missing.status, await missing.json()]).toMatchObject([400, { field: 'site_id' }])
		const texts = await Promise.all(
			['properties.example', 'never-was.example', ':'].map(async (name) => {
				const query = `?site_id=${encodeURIComponent(name)}`
				const body = method === 'GET' ? undefined : { property: 'his' }
				const answer = await bob.key(method, path + rest + query, body)
				return `${answer.status} ${await answer.text()}`
			}),
		)
		expect(new Set(texts)).toEqual(new Set(['401 {"error":"Invalid API key or site ID"}']))
	}
	expect(await listed()).toEqual(names())
})
