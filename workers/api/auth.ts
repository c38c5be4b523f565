import type { Context } from 'hono'
import { z } from 'zod'
import { forgive, RULES, type Spend, spend } from '../account/attempts.ts'
import { authOf } from '../account/auth.ts'
import { PASSWORD_LENGTH } from '../account/password.ts'
import type { CounterContext } from './access.ts'
import { readFields } from './body.ts'
import { failure } from './errors.ts'

const { min, max } = PASSWORD_LENGTH
const email = z
	.string({ error: 'must be an e-mail address' })
	.trim()
	.toLowerCase()
	.max(254, { error: 'must be an e-mail address' })
	.pipe(z.email({ error: 'must be an e-mail address' }))
const text = { error: `must have ${min} to ${max} characters` }

const signUpFields = z.object({
	name: z
		.string({ error: 'must have 1 to 200 characters' })
		.trim()
		.min(1, { error: 'must have 1 to 200 characters' })
		.max(200, { error: 'must have 1 to 200 characters' }),
	email,
	password: z.string(text).min(min, text).max(max, text),
})
const signInFields = z.object({
	email,
	password: z.string(text).max(max, text),
	rememberMe: z.boolean({ error: 'must be true or false' }).optional(),
})

/** `POST /api/auth/sign-up/email`: the same answer whether the address has an account or not. */
export async function signUp(c: CounterContext): Promise<Response> {
	const body = await parse(c, signUpFields)
	if (body instanceof Response) return body
	const wait = await spend(c.env, addressSpend(c, 'signUpAddress'), Date.now())
	return wait === null ? handOver(c, body) : tooMany(c, wait)
}

/** `POST /api/auth/sign-in/email`: sets the session cookie; wrong address and wrong password look alike. */
export async function signIn(c: CounterContext): Promise<Response> {
	const body = await parse(c, signInFields)
	if (body instanceof Response) return body
	const byEmail = [{ rule: RULES.signInEmail, subject: body.email }]
	const now = Date.now()
	const wait = await spend(c.env, [...byEmail, ...addressSpend(c, 'signInAddress')], now)
	if (wait !== null) return tooMany(c, wait)
	const answer = await handOver(c, body)
	if (answer.ok) await forgive(c.env, byEmail, now)
	return answer
}

/** `POST /api/auth/sign-out` and `GET /api/auth/get-session`: nothing of the request but its cookie matters. */
export const session = (c: CounterContext): Promise<Response> => handOver(c, {})

async function parse<T>(c: Context, fields: z.ZodType<T>): Promise<T | Response> {
	const read = await readFields(c.req.raw)
	if (!read.ok) return failure(c, read.error)
	const parsed = fields.safeParse(read.value)
	if (parsed.success) return parsed.data
	const issue = parsed.error.issues[0]
	const field = String(issue?.path[0] ?? 'body')
	return failure(c, { kind: 'invalid', message: `${field}: ${issue?.message ?? 'is not valid'}`, field })
}

/**
 * Lets better-auth answer, with a request built anew: only known fields and the headers it needs, so that
 * nothing else a stranger sends reaches it. Its errors get our shape beside its own.
 */
async function handOver(c: CounterContext, body: object): Promise<Response> {
	const headers = new Headers()
	for (const name of ['cookie', 'origin', 'referer', 'sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest']) {
		const value = c.req.header(name)
		if (value !== undefined) headers.set(name, value)
	}
	const { method } = c.req
	if (method === 'POST') headers.set('content-type', 'application/json')
	const url = new URL(new URL(c.req.url).pathname, c.req.url)
	const request = new Request(url, {
		method,
		headers,
		...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
	})
	const answer = await authOf(c.env, c.req.raw).handler(request)
	if (answer.status >= 500) throw new Error('better-auth failed')
	if (answer.ok) return answer
	const said: unknown = await answer.json().catch(() => null)
	const { message, code } = z
		.object({ message: z.string(), code: z.string() })
		.partial()
		.catch({})
		.parse(said)
	const error = message ?? 'The request was refused'
	return Response.json({ error, message: error, code }, { status: answer.status, headers: cookiesOf(answer) })
}

function cookiesOf(answer: Response): Headers {
	const headers = new Headers()
	for (const cookie of answer.headers.getSetCookie()) headers.append('set-cookie', cookie)
	return headers
}

function tooMany(c: Context, retryAfterSeconds: number): Response {
	return failure(c, {
		kind: 'rate_limited',
		message: 'Too many attempts: try again later',
		retryAfterSeconds,
	})
}

/**
 * What to count for the caller's network. Only Cloudflare's own header is read: others anybody may set. On a
 * developer's machine everybody is the same loopback address, so nothing is counted there by address.
 */
function addressSpend(c: CounterContext, rule: 'signInAddress' | 'signUpAddress'): Spend[] {
	const address = c.req.header('cf-connecting-ip') ?? ''
	const loopback = address === '' || address === '::1' || address.startsWith('127.')
	if (loopback && c.env.LOCAL === '1') return []
	return [{ rule: RULES[rule], subject: networkOf(address) }]
}

/** An IPv6 household owns a /64: single addresses in it are free to change. */
function networkOf(address: string): string {
	if (!address.includes(':')) return address
	const [head = '', tail] = address.split('::')
	const left = head === '' ? [] : head.split(':')
	const right = tail === undefined || tail === '' ? [] : tail.split(':')
	const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
	return [...left, ...zeros, ...right].slice(0, 4).join(':')
}
