import { env, exports } from 'cloudflare:workers'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { OPERATOR } from './routes/operator.ts'
import { SUPPORT } from './routes/support.ts'
import { signedIn } from './testing.ts'

/** Whatever an operator's browser sends to support, or a stranger does, it is refused and not a failure of ours. */

let headers: Record<string, string>
beforeAll(async () => {
	const { cookie } = await signedIn('operator@example.org')
	headers = { cookie, origin: 'http://jitt.test', 'x-ticket-key': '%00' }
})
beforeEach(() => env.DB.exec('delete from attempt'))

const KEY = '5f0d3a52-0c2b-4b0e-9a52-6a1f0e3c9b11'
const BODIES = [
	'',
	'null',
	'{',
	'{"__proto__":{"status":"open"},"subject":{},"text":[],"key":1,"files":{},"title":true,"assignee":7}',
	`{"subject":"\\ud800","text":"\\ud800\\u0000 ","title":"\\ud800","key":"${KEY}","name":"\\ud800","email":"a@example.org"}`,
	`{"text":"x","key":"${KEY}","files":["${KEY}"],"assignee":"\\u0000","status":"x","satisfaction":"__proto__"}`,
]
const NAMES = ['%00', '%E0%A4%A', '%ff', "'%20or%201=1--", 'a'.repeat(3000), '__proto__']
const QUERIES = [
	'?name=%00&size=1e9',
	'?name=%ff.txt&size=-1',
	`?name=${'a'.repeat(3000)}.txt&size=${'9'.repeat(40)}`,
	'?status=%00&assignee=__proto__&q=%ff&before=1-aaaaaaaaaaaaaaaa&priority=',
	`?before=999999999999999-aaaaaaaaaaaaaaaa&until=x&reader=ticket:%00&mac=%ff`,
]

/** Running all jobs takes its time, and has nothing to read. */
const routes = [...SUPPORT, ...OPERATOR].filter(({ path }) => path !== '/api/operator/jobs')

test.each(routes)('$method $path', async ({ method, path }) => {
	const paths = new Set([
		...NAMES.map((name) => path.replace(/:\w+/, name)),
		...QUERIES.map((query) => path.replace(/:\w+/, 'aaaaaaaaaaaaaaaa') + query),
	])
	for (const [n, one] of [...paths].entries()) {
		const body = method === 'GET' ? {} : { body: BODIES[n % BODIES.length] ?? '' }
		const answer = await exports.default.fetch(`http://jitt.test${one}`, { method, headers, ...body })
		expect([one, answer.status < 500]).toEqual([one, true])
		await answer.arrayBuffer()
	}
})
