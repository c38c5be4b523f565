/** The document against the running API: long, because it calls every operation. */
import { exports } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { openApi } from './openapi.ts'
import { OPERATIONS, type Operation, placeOf, SCHEMAS } from './operations.ts'
import { ROUTES } from './routes.ts'
import { errorAnswer } from './schemas/error.ts'
import { signedIn } from './testing.ts'

let ada: Awaited<ReturnType<typeof signedIn>>
let eve: Awaited<ReturnType<typeof signedIn>>
/** Of a goal that is there to be deleted. */
let goalId = 0
beforeAll(async () => {
	ada = await signedIn('ada-openapi@example.org')
	eve = await signedIn('eve-openapi@example.org')
	for (const domain of ['doc.example', 'doc-gone.example']) await ada.key('POST', '/api/v1/sites', { domain })
	const goal = await ada.key('PUT', '/api/v1/sites/goals', {
		...{ site_id: 'doc.example', goal_type: 'scroll', page_path: '/a*', scroll_threshold: 50 },
	})
	goalId = (await goal.json<{ id: number }>()).id
	await ada.key('PUT', '/api/v1/sites/custom-props', { site_id: 'doc.example', property: 'plan' })
})

const PUBLIC = /^\/api\/(v\d+\/|openapi\.json$)/
const document = openApi()

test('every public route is in the document, and nothing else', () => {
	const served = ROUTES.filter(({ path }) => PUBLIC.test(path)).map(({ method, path }) => `${method} ${path}`)
	expect(OPERATIONS.map(({ route }) => route).sort()).toEqual(served.sort())
	const open = ROUTES.filter(({ path, who }) => PUBLIC.test(path) && who === 'anyone').map(({ path }) => path)
	expect(OPERATIONS.filter((one) => one.open).map((one) => placeOf(one).path)).toEqual(open)
	const paths = document.paths as Record<string, object>
	const listed = Object.entries(paths).flatMap(([path, item]) =>
		Object.keys(item).map((key) => `${key} ${path}`),
	)
	expect(listed).toHaveLength(OPERATIONS.length)
	expect(listed).toContain('delete /api/v1/sites/custom-props/{property}')
})

test('every reference leads somewhere, every schema is used, every pattern is one', () => {
	const text = JSON.stringify(document)
	const named = new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref))
	const schemas = (document.components as { schemas: object }).schemas
	expect(named).toEqual(new Set(Object.keys(schemas).map((name) => `#/components/schemas/${name}`)))
	expect(Object.keys(schemas)).toEqual(Object.keys(SCHEMAS))
	for (const pattern of text.matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)) {
		new RegExp(JSON.parse(pattern[1] ?? '') as string, 'u')
	}
	for (const hidden of ['exit_rate', 'time:minute']) expect(text).not.toContain(`"${hidden}"`)
})

test('anybody may read it, from any page, and keep it for an hour', async () => {
	const answer = await exports.default.fetch('http://jitt.test/api/openapi.json')
	expect(answer.status).toBe(200)
	expect(Object.fromEntries(answer.headers)).toMatchObject({
		'content-type': 'application/json',
		'cache-control': 'public, max-age=3600',
		'access-control-allow-origin': '*',
	})
	expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(document)))
})

interface Call {
	path?: string
	body?: unknown
	status?: number
}
const site_id = 'doc.example'
const range = { site_id, date_range: '7d' }
const v1 = (rest: string): Call => ({ path: `?site_id=${site_id}&${rest}` })
const at = (path: string, body?: unknown): Call => ({ path: `/${path}`, body })
const line = JSON.stringify({
	timestamp: '2026-03-01T12:00:00Z',
	visitor_id: 'a',
	url: 'https://doc.example/',
})

/** Calls of each operation that succeed, in the order of the table but for what deletes. */
const CALLS: Record<string, readonly Call[]> = {
	'POST /api/v2/query': [
		{
			body: {
				...range,
				metrics: ['visitors', 'bounce_rate', 'scroll_depth'],
				filters: [['is', 'event:page', ['/']]],
			},
		},
		{
			body: {
				...{ ...range, metrics: ['visitors'], dimensions: ['time'], order_by: [['visitors', 'asc']] },
				...{
					include: { time_labels: true, total_rows: true, imports: true },
					pagination: { limit: 5, offset: 1 },
				},
			},
		},
	],
	'GET /api/v1/stats/realtime/visitors': [v1('')],
	'GET /api/v1/stats/aggregate': [v1('compare=previous_period&metrics=visitors,bounce_rate'), v1('')],
	'GET /api/v1/stats/timeseries': [v1('metrics=visitors,scroll_depth&filters=event:page==/')],
	'GET /api/v1/stats/breakdown': [v1('property=visit:source&period=12mo&date=2026-03-31')],
	'GET /api/v1/sites': [{}, { path: '?limit=1' }],
	'POST /api/v1/sites': [{ body: { domain: 'doc-new.example', mode: 'cookie', retention_days: 90 } }],
	'GET /api/v1/sites/:domain': [at('doc.example')],
	'PUT /api/v1/sites/:domain': [at('doc.example', { timezone: 'Europe/Oslo' })],
	'DELETE /api/v1/sites/:domain': [at('doc-gone.example')],
	'POST /api/v1/sites/:domain/ingest-token': [{ ...at('doc.example'), status: 201 }],
	'DELETE /api/v1/sites/:domain/ingest-token': [at('doc.example')],
	'POST /api/v1/sites/:domain/events/import': [at('doc.example', line), at('doc.example', '{"no":"line"}')],
	'GET /api/v1/sites/:domain/honoured': [at('doc.example'), at('doc.example?from=2026-01-01&to=2026-01-31')],
	'PUT /api/v1/sites/goals': [
		{
			body: {
				site_id,
				goal_type: 'event',
				event_name: 'Buy',
				currency: 'EUR',
				custom_props: { plan: 'pro' },
			},
		},
		{ body: { site_id, goal_type: 'page', page_path: '/thanks' } },
	],
	'GET /api/v1/sites/goals': [v1(''), v1('limit=1')],
	'DELETE /api/v1/sites/goals/:id': [{ path: '/GOAL', body: { site_id } }],
	'PUT /api/v1/sites/custom-props': [{ body: { site_id, property: 'size' } }],
	'GET /api/v1/sites/custom-props': [v1('')],
	'DELETE /api/v1/sites/custom-props/:property{.+}': [at('a/b', { site_id })],
	'GET /api/openapi.json': [{}],
}

/** Sends a call; a path beginning with a slash takes the place of the parameter. */
function send(operation: Operation, call: Call, who = ada): Promise<Response> {
	const { method, path } = placeOf(operation)
	const given = call.path?.replace('GOAL', String(goalId)) ?? ''
	const [place = '', search = ''] = given.split(/(?=\?)/)
	const whole = place.startsWith('/') ? path.replace(/\/\{\w+\}/, place) + search : path + given
	return who.key(method, whole, call.body)
}

test.each(OPERATIONS)('$route answers as documented', async (operation) => {
	const calls = CALLS[operation.route] ?? []
	expect(calls).not.toHaveLength(0)
	for (const call of calls) {
		const schema = operation.body?.schema
		if (schema) {
			const body: unknown = typeof call.body === 'string' ? JSON.parse(call.body) : call.body
			const isLine = JSON.stringify(body) !== '{"no":"line"}'
			expect(schema.safeParse(body).success, JSON.stringify(body)).toBe(isLine)
		}
		const answer = await send(operation, call)
		expect(answer.status, await answer.clone().text()).toBe(call.status ?? 200)
		expect(Object.keys(operation.answers)).toContain(String(answer.status))
		operation.answers[answer.status]?.parse(await answer.json())
	}
})

test.each(OPERATIONS.filter(({ open }) => !open))('$route refuses as documented', async (operation) => {
	const { errors } = operation
	const refused = async (answer: Response, status: number) => {
		expect([answer.status, errors]).toEqual([status, expect.arrayContaining([status])])
		errorAnswer.parse(await answer.json())
	}
	const { method, path, names } = placeOf(operation)
	await refused(
		await exports.default.fetch(`http://jitt.test${path.replace(/\{\w+\}/g, 'x')}`, { method }),
		401,
	)
	const [call] = CALLS[operation.route] ?? []
	// A site of somebody else's.
	if (call && names.includes('domain')) await refused(await send(operation, call, eve), 404)
	if (call && JSON.stringify(call).includes('site_id')) await refused(await send(operation, call, eve), 401)
	if (operation.route === 'POST /api/v1/sites') return refused(await send(operation, { body: 'x' }), 400)
	if (errors.includes(400) && method !== 'DELETE') {
		const bad = method === 'GET' ? '?limit=-1' : '?part=x'
		const more = call?.path?.startsWith('/') ? call.path : ''
		await refused(await send(operation, { path: more + bad, body: method === 'GET' ? undefined : '[' }), 400)
	}
	// An import may be long; what becomes of one that is longer is its own test's.
	if (errors.includes(413) && !operation.route.endsWith('/import')) {
		await refused(await send(operation, { ...call, body: `{"x":"${'x'.repeat(70_000)}"}` }), 413)
	}
})
