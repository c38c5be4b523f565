import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { type Collect, type Policy, PRIVACY, privacyOf } from '../model/policy.ts'
import { someFacts, someHit, somePageview, somePolicy } from '../model/testing.ts'
import { dump, rowsOf, stubOf } from './testing.ts'

let nextSite = 64_000
const SECRETS = ['Bergen', 'ada@', '/user/77', 'news.example/story']

const open = { ...PRIVACY.collect, redact: { email: false, uuid: false, numbers: false } }
const strict: Partial<Collect> = {
	place: 'region',
	referrer: 'host',
	paths: [{ match: '/user/*', keep: '/user/:id' }],
}

const screen = { ...PRIVACY.screen, hostnames: ['example.org'] }

const hit = (person: string, page: string) =>
	someHit({ person, page, facts: { ...someFacts, referrer: 'news.example/story' } })

/** Held back from the statistics by a rule of the site. */
const held = { ...hit('d', '/user/77'), hostname: 'copy.example' }
const heldOf = async (site: number) =>
	(await env.STATS_0.prepare('select event from quarantine where site = ?').bind(site).all()).results

/** A site whose rows lie everywhere that rows can lie: in D1, in the log, with an import that goes on. */
async function scattered() {
	const site = nextSite++
	const stub = stubOf(site)
	const policy = somePolicy(site, { privacy: { ...PRIVACY, collect: open, screen } })
	await stub.configure(policy)
	const importing = (day: number, page: string, last = false) => ({
		...{ key: 'k', chunk: `${day}`, last },
		hits: [
			{
				...somePageview({ page, facts: { ...someFacts, referrer: 'news.example/story' } }),
				...{ at: Date.now() - day * 86_400_000, line: 1, visitor: 'somebody' },
			},
		],
	})
	await stub.record([held], [])
	await stub.importChunk(importing(3, '/user/77'))
	await stub.record([hit('a', '/of/ada@example.org'), hit('b', '/user/77')], [])
	await stub.flush()
	await stub.importChunk(importing(2, '/of/ada@example.org'))
	await stub.record([hit('a', '/user/77'), hit('c', '/user/77'), { ...held, person: 'e' }], [])
	const everything = async () =>
		`${await dump(stub)} ${JSON.stringify([await rowsOf('events', site), await rowsOf('visits', site), await heldOf(site)])}`
			// The rules name what they are about.
			.replaceAll('/user/*', '')
	return { site, stub, policy, importing, everything }
}

const stricter = (policy: Policy): Policy => ({
	...policy,
	version: 2,
	privacy: privacyOf({ collect: strict, screen }),
})

test('after a pruning nothing of what the rule keeps out is left in the object or in D1', async () => {
	const { site, stub, policy, importing, everything } = await scattered()
	for (const secret of SECRETS) expect(await everything()).toContain(secret)
	await stub.configure(stricter(policy))
	expect(await stub.pruning()).toBeNull()
	expect(await stub.prune()).toMatchObject({ finishedAt: null, policyVersion: 2 })
	// What is here is done at once, and what goes on goes on by the new rule.
	for (const secret of SECRETS) expect(await dump(stub)).not.toContain(secret)
	await stub.record([hit('a', '/user/78')], [])
	await stub.importChunk(importing(1, '/user/79', true))
	await evictDurableObject(stub)
	for (let i = 0; i < 10 && !(await stub.pruning())?.finishedAt; i++) await runDurableObjectAlarm(stub)
	expect(await stub.pruning()).toMatchObject({ finishedAt: expect.any(Number) })
	await stub.flush()
	for (const secret of SECRETS) expect(await everything()).not.toContain(secret)
	expect((await heldOf(site)).map(({ event }) => String(event).includes('/user/:id'))).toEqual([true, true])
	const events = await rowsOf('events', site)
	expect(events.map(({ page }) => page).sort()).toEqual([
		...[
			'/of/:email',
			'/of/:email',
			'/user/:id',
			'/user/:id',
			'/user/:id',
			'/user/:id',
			'/user/:id',
			'/user/:id',
		],
	])
	const visits = await rowsOf('visits', site)
	expect(visits).toHaveLength(6)
	expect(visits.filter(({ pageviews }) => pageviews === 3)).toMatchObject([
		{ entry_page: '/of/:email', exit_page: '/user/:id', city: '', region: 'NO-46', referrer: 'news.example' },
	])
})

test('visitors of today keep their numbers, and what is new in their events adds up', async () => {
	const { site, stub, policy } = await scattered()
	await stub.configure(stricter(policy))
	await stub.prune()
	await stub.record([hit('c', '/user/80')], [])
	for (let i = 0; i < 10 && !(await stub.pruning())?.finishedAt; i++) await runDurableObjectAlarm(stub)
	await stub.flush()
	const sums = await env.STATS_0.prepare(
		'select page, sum((novelty & 8) <> 0) as novel, count(distinct visitor) as visitors from events where site = ? and stable = 0 group by page order by page',
	)
		.bind(site)
		.all()
	expect(sums.results).toEqual([
		{ page: '/of/:email', novel: 1, visitors: 1 },
		{ page: '/user/:id', novel: 3, visitors: 3 },
	])
})

test('without a policy there is nothing to prune', async () => {
	expect(await stubOf(nextSite++).prune()).toBeNull()
})
