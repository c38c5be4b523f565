import { env, exports } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { ROUTES } from './routes.ts'
import { signedIn } from './testing.ts'

/** Whatever a stranger or a customer sends, no route answers with a failure of ours. */

let ada: Awaited<ReturnType<typeof signedIn>>
beforeAll(async () => {
	ada = await signedIn('ada-hostile@example.org')
	await ada.key('POST', '/api/v1/sites', { domain: 'hostile.example' })
})

const DEEP = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
const BODIES: (string | Uint8Array)[] = [
	'',
	'null',
	'[]',
	'"text"',
	'{',
	'{"domain":',
	'{"__proto__":{"userId":"x"},"constructor":{"prototype":{}}}',
	'{"domain":{"toString":1},"timezone":[],"mode":{},"retention_days":"1e9","tracking_id":false}',
	'{"domain":"\\u0000.example","name":"\\ud800","email":"\\ud800@example.org","password":"\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800\\ud800"}',
	'{"name":"\\u0000","email":"a@example.org","password":"0123456789\\u0000"}',
	'{"retention_days":1e400,"domain":"x.example"}',
	'{"retention_days":"99999999999999999999","domain":"x.example"}',
	`{"domain":"${'a'.repeat(60_000)}"}`,
	`{"email":"${'a'.repeat(30_000)}@example.org","password":"0123456789","name":"x"}`,
	`{"deep":${DEEP}}`,
	DEEP,
	'x'.repeat(70_000),
	Uint8Array.from({ length: 1000 }, (_, i) => (i * 7919) % 256),
]
const TYPES = [
	'application/json',
	'text/plain',
	'multipart/form-data',
	'multipart/form-data; boundary=x',
	'application/x-www-form-urlencoded',
	'no type at all',
]
const NAMES = [
	'hostile.example',
	'x',
	'%00',
	'%E0%A4%A',
	'%ff',
	'..%2f..',
	"'%20or%201=1--",
	'a'.repeat(3000),
	'%F0%9F%92%A9',
]

async function send(method: string, path: string, body: BodyInit | null, headers: Record<string, string>) {
	const answer = await exports.default.fetch(
		new Request(`http://jitt.test${path}`, { method, headers, ...(method === 'GET' ? {} : { body }) }),
	)
	if (answer.status >= 500) throw new Error(`${method} ${path} → ${answer.status} ${await answer.text()}`)
	await answer.arrayBuffer()
	return answer.status
}
const cookied = () => ({ cookie: ada.cookie, origin: 'http://jitt.test' })

/** Routes that read a body, each with its number: every body is JSON to each of them, and of one other type in turn. */
const reading = ROUTES.filter(
	({ method, path }) =>
		method !== 'GET' &&
		path !== '/api/auth/sign-out' &&
		!(method === 'DELETE' && path === '/api/v1/sites/:domain'),
).map((route, i) => ({ ...route, i }))

test.each(reading)('$method $path survives hostile bodies', async ({ method, path, who, i }) => {
	const target = path.replace(':domain', 'hostile.example').replace(/:\w+/g, 'x')
	for (const [j, body] of BODIES.entries()) {
		// By session: a key would be told to wait before half of them. Signing up costs a password hash each.
		const types = [
			TYPES[0] ?? '',
			...(who === 'anyone' ? [] : [TYPES[1 + ((i + j) % (TYPES.length - 1))] ?? '']),
		]
		for (const type of types) await send(method, target, body, { ...cookied(), 'content-type': type })
	}
})

test.each(ROUTES.filter((route) => /:/.test(route.path)))(
	'$method $path survives hostile names and queries',
	async ({ method, path }) => {
		for (const name of NAMES) {
			if (method !== 'GET' && name === 'hostile.example') continue
			await send(method, path.replace(/:\w+/, name), '{}', cookied())
		}
		for (const query of [
			'?limit=%00&after=%ff',
			'?part=-1&last=',
			'?part=1e9',
			'?limit[]=1',
			`?after=${'9'.repeat(400)}`,
		]) {
			await send(method, path.replace(/:\w+/, 'x') + query, '{}', cookied())
		}
	},
)

test.each([
	['authorization', 'Bearer'],
	['authorization', `Bearer ${'x'.repeat(8000)}`],
	['authorization', 'Bearer jitt_%00'],
	['cookie', 'jitt.session_token=%E0%A4%A'],
	['cookie', 'jitt.session_token=a.b; jitt.session_token=c.d'],
	['cookie', `jitt.session_token=${'x'.repeat(8000)}`],
	['cookie', 'jitt.session_token='],
	['cookie', '__Secure-jitt.session_token=a.b'],
	['idempotency-key', 'two words'],
	['content-length', '-5'],
])('a hostile %s header (%s) is survived', async (name, value) => {
	for (const { method, path } of ROUTES) {
		await send(method, path.replace(/:\w+/, 'x'), '{}', { origin: 'http://jitt.test', [name]: value })
	}
})

test('random fields never break the settings of a site', async () => {
	const field = fc.constantFrom(
		'domain',
		'timezone',
		'mode',
		'retention_days',
		'tracking_id',
		'name',
		'__proto__',
	)
	await fc.assert(
		fc.asyncProperty(
			fc.dictionary(field, fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }))),
			async (body) => {
				await send('PUT', '/api/v1/sites/hostile.example', JSON.stringify(body), cookied())
				await send('PUT', '/api/v1/sites/hostile.example', '{"domain":"hostile.example"}', cookied())
			},
		),
		{ numRuns: 100 },
	)
	const row = await env.DB.prepare("select * from site where domain = 'hostile.example'").first()
	expect(row).toMatchObject({ domain: 'hostile.example' })
}, 60_000)
