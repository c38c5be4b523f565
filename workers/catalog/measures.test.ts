import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import type { Env } from '../env.ts'
import type { Result } from '../kit/result.ts'
import { deleteSite } from './change.ts'
import { createSite } from './create.ts'
import type { GoalSettings } from './goal-fields.ts'
import { createGoal, deleteGoal, ensureGoal, goalsOf, MAX_GOALS, updateGoal } from './goals.ts'
import { measuresOf } from './measures.ts'
import { addProperty, MAX_PROPERTIES, propertiesOf } from './properties.ts'
import { createSegment, deleteSegment, MAX_SEGMENTS, segmentsOf, updateSegment } from './segments.ts'
import type { Site } from './sites.ts'

const ada = 'measures-ada'
const bob = 'measures-bob'
const filters = [['is', 'event:page', ['/']]]
const signUp = (name: string): GoalSettings => ({
	name,
	kind: 'event',
	event: name,
	props: {},
	currency: null,
})
const segment = (name: string, shared = false) => ({ name, filters, shared })

function must<T>(result: Result<T>): T {
	if (!result.ok) throw new Error(result.error.message)
	return result.value
}
const born = async (domain: string): Promise<Site> => must(await createSite(env, ada, { domain }))

let site: Site
beforeAll(async () => {
	site = await born('measures.example')
})

test('goals are read as they were made', async () => {
	const wanted: GoalSettings[] = [
		{ ...signUp('Sold'), currency: 'EUR', props: { plan: 'pro', ['__proto__']: 'x' } },
		{ name: 'Read', kind: 'scroll', path: '/blog/*', threshold: 75, props: {}, currency: null },
		{ name: 'Seen', kind: 'page', path: '/*', props: { lang: 'no' }, currency: null },
	]
	const goals = []
	for (const one of wanted) goals.unshift(must(await createGoal(env, site.id, one)))
	expect(goals.map(({ id: _, ...rest }) => rest)).toEqual(wanted.toReversed())
	expect(await goalsOf(env, site.id)).toEqual(goals)
})

test("own segments are their maker's alone, shared ones everybody's", async () => {
	const hers = must(await createSegment(env, site.id, ada, segment('Hers')))
	const his = must(await createSegment(env, site.id, bob, segment('His')))
	const shared = must(await createSegment(env, site.id, bob, segment('Ours', true)))
	const seenBy = async (user: string) =>
		(await segmentsOf(env, site.id, user)).map(({ name, own }) => [name, own])
	expect(await seenBy(ada)).toEqual([
		['Ours', false],
		['Hers', true],
	])
	expect(await seenBy(bob)).toEqual([
		['Ours', true],
		['His', true],
	])
	expect((await measuresOf(env, site.id, ada)).segments.map(({ name }) => name)).toEqual(['Ours', 'Hers'])

	const unknown = { ok: false, error: { kind: 'not_found' } }
	expect(await updateSegment(env, site.id, ada, his.id, segment('Taken'))).toMatchObject(unknown)
	expect(await deleteSegment(env, site.id, ada, his.id)).toMatchObject(unknown)
	// Hers to change while it is shared, but not to take away from him.
	expect(await updateSegment(env, site.id, ada, shared.id, segment('Mine'))).toMatchObject({
		ok: false,
		error: { kind: 'forbidden' },
	})
	expect(await updateSegment(env, site.id, ada, shared.id, segment('All of us', true))).toMatchObject({
		ok: true,
		value: { name: 'All of us', own: false },
	})
	must(await updateSegment(env, site.id, bob, shared.id, segment('His again')))
	expect(await seenBy(ada)).toEqual([['Hers', true]])
	must(await deleteSegment(env, site.id, ada, hers.id))
	expect(await seenBy(ada)).toEqual([])
	expect(await seenBy(bob)).toHaveLength(2)
})

test('measures come in one round trip, of one site alone', async () => {
	const other = await born('other-measures.example')
	must(await createGoal(env, other.id, signUp('Elsewhere')))
	must(await createSegment(env, other.id, ada, segment('Elsewhere')))
	let trips = 0
	const counted = new Proxy(env.DB, {
		get(db, name) {
			const value: unknown = Reflect.get(db, name)
			if (name === 'batch') trips++
			return typeof value === 'function' ? value.bind(db) : value
		},
	})
	const measures = await measuresOf({ ...env, DB: counted } satisfies Env, other.id, ada)
	expect(trips).toBe(1)
	expect(measures).toMatchObject({
		goals: [{ name: 'Elsewhere' }],
		segments: [{ name: 'Elsewhere', filters }],
	})
	expect((await measuresOf(env, site.id, ada)).goals.map(({ name }) => name)).not.toContain('Elsewhere')
	const [goal] = measures.goals
	expect(await updateGoal(env, site.id, goal?.id ?? 0, signUp('Stolen'))).toMatchObject({ ok: false })
	expect(await deleteGoal(env, site.id, goal?.id ?? 0)).toMatchObject({ ok: false })
})

test('numbers are never given twice', async () => {
	const first = must(await createGoal(env, site.id, signUp('Short-lived')))
	must(await deleteGoal(env, site.id, first.id))
	const second = must(await createGoal(env, site.id, signUp('Short-lived')))
	expect(second.id).toBeGreaterThan(first.id)
	const one = must(await createSegment(env, site.id, bob, segment('Short-lived')))
	must(await deleteSegment(env, site.id, bob, one.id))
	const two = must(await createSegment(env, site.id, bob, segment('Short-lived')))
	expect(two.id).toBeGreaterThan(one.id)
})

/** Rows of a table by SQL: a thousand statements would take long. */
const fill = (table: string, columns: string, values: string, count: number, siteId: number) =>
	env.DB.prepare(
		`with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
		insert into ${table} (site_id, created_at, ${columns}) select ?, 0, ${values} from n`,
	)
		.bind(count, siteId)
		.run()

test('a site has bounds', async () => {
	const full = await born('full-measures.example')
	const goalValues = "-i, 'g' || i, 'event', 'g' || i, 0, '{}', null"
	await fill('goal', 'id, name, kind, target, threshold, props, currency', goalValues, MAX_GOALS - 1, full.id)
	await fill(
		'segment',
		'id, user_id, name, shared, filters, updated_at',
		"-i, 'x', 'x', 0, '[]', 0",
		MAX_SEGMENTS - 1,
		full.id,
	)
	await fill('custom_property', 'name', "'p' || i", MAX_PROPERTIES - 1, full.id)

	const last = must(await createGoal(env, full.id, signUp('Last')))
	const bound = { ok: false, error: { kind: 'invalid', message: expect.stringContaining('at most') } }
	expect(await createGoal(env, full.id, signUp('One more'))).toMatchObject(bound)
	expect(await ensureGoal(env, full.id, signUp('One more'))).toMatchObject(bound)
	expect(await ensureGoal(env, full.id, signUp('Last'))).toEqual({ ok: true, value: last })
	must(await createSegment(env, full.id, bob, segment('Last')))
	expect(await createSegment(env, full.id, bob, segment('One more'))).toMatchObject(bound)
	must(await addProperty(env, full.id, 'last'))
	expect(await addProperty(env, full.id, 'one more')).toMatchObject(bound)
	must(await addProperty(env, full.id, 'last'))
	expect(await propertiesOf(env, full.id)).toHaveLength(MAX_PROPERTIES)
	// Another site has its own room.
	must(await createGoal(env, site.id, signUp('One more')))
})

test('a site takes all of it along when it is erased, and takes nothing more', async () => {
	const doomed = await born('doomed-measures.example')
	must(await createGoal(env, doomed.id, signUp('Sign up')))
	must(await createSegment(env, doomed.id, bob, segment('Mine')))
	must(await addProperty(env, doomed.id, 'plan'))
	expect(await deleteSite(env, doomed)).toEqual({ erased: true })
	const gone = { ok: false, error: { kind: 'not_found', message: 'Site could not be found' } }
	expect(await createGoal(env, doomed.id, signUp('Late'))).toEqual(gone)
	expect(await ensureGoal(env, doomed.id, signUp('Late'))).toEqual(gone)
	expect(await createSegment(env, doomed.id, bob, segment('Late'))).toEqual(gone)
	expect(await addProperty(env, doomed.id, 'late')).toEqual(gone)
	for (const table of ['goal', 'segment', 'custom_property']) {
		const rows = await env.DB.prepare(`select * from ${table} where site_id = ?`).bind(doomed.id).all()
		expect(rows.results, table).toEqual([])
	}
})
