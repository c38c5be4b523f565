import type { Context } from 'hono'
import { z } from 'zod'
import { authOf, originsOf } from '../account/auth.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import type { CounterContext } from './access.ts'
import { readFields } from './body.ts'
import { failure } from './errors.ts'

/** What better-auth said to a request that we made for the caller. */
export interface Handed {
	/** HTTP status; redirects are answers of their own (302). */
	status: number
	body: Record<string, unknown>
	cookies: string[]
}

/**
 * Asks better-auth, with a request built anew: a path of our choosing, only known fields and the headers it
 * needs, so that nothing else a stranger sends reaches it.
 * @throws where it fails by itself (`isTaken` tells one reason).
 */
export async function handOver(
	c: CounterContext,
	method: 'GET' | 'POST',
	path: `/${string}`,
	fields: Record<string, unknown> = {},
): Promise<Handed> {
	const headers = new Headers()
	for (const name of ['cookie', 'origin', 'referer', 'sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest']) {
		const value = c.req.header(name)
		if (value !== undefined) headers.set(name, value)
	}
	const url = new URL(`/api/auth${path}`, c.req.url)
	if (method === 'POST') headers.set('content-type', 'application/json')
	else for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, String(value))
	const body = method === 'POST' ? { body: JSON.stringify(fields) } : {}
	const answer = await authOf(c.env, c.req.raw).handler(new Request(url, { method, headers, ...body }))
	if (answer.status >= 500) throw new Error('better-auth failed')
	const said: unknown = await answer.json().catch(() => null)
	return {
		status: answer.status,
		body: z.record(z.string(), z.unknown()).catch({}).parse(said),
		cookies: answer.headers.getSetCookie(),
	}
}

/** Whether it failed because another request was faster: there is such a row already. */
export const isTaken = (error: unknown): boolean =>
	error instanceof Error &&
	error.cause instanceof Error &&
	/UNIQUE constraint failed/.test(error.cause.message)

/** The same as null, for whoever has an answer to that. @throws for every other reason. */
export function unlessTaken(handed: Promise<Handed>): Promise<Handed | null> {
	return handed.catch((error: unknown) => {
		if (isTaken(error)) return null
		throw error
	})
}

/** Answers with what we say ourselves, and with the cookies that better-auth set. */
export function withCookies(
	c: Context,
	{ cookies }: Handed,
	body: object,
	status: 200 | 403 = 200,
): Response {
	for (const cookie of cookies) c.header('set-cookie', cookie, { append: true })
	return c.json(body, status)
}

/** Its refusal in our shape. Its words for it are sober enough; its status is kept. */
export function refusal(c: Context, { status, body, cookies }: Handed): Response {
	const { message, code } = z
		.object({ message: z.string(), code: z.string() })
		.partial()
		.catch({})
		.parse(body)
	for (const cookie of cookies) c.header('set-cookie', cookie, { append: true })
	// It locks an account for a quarter of an hour, and does not say so where programs look.
	if (status === 429) c.header('retry-after', '900')
	const said = message ?? 'The request was refused'
	return c.body(JSON.stringify({ error: said, code }), status as 400, { 'content-type': 'application/json' })
}

/** The fields of a request from a page of ours, or the answer that refuses it. */
export async function fieldsOf<T>(c: CounterContext, shape: z.ZodType<T>): Promise<Result<T, AppError>> {
	// Signing somebody in to an account not theirs needs no cookie: no page but ours may ask for anything here.
	const origin = c.req.header('origin')
	if (origin !== undefined && !originsOf(c.env, c.req.raw).has(origin)) {
		return fail({ kind: 'forbidden', message: 'Only pages of this service may ask for that' })
	}
	const read = await readFields(c.req.raw)
	if (!read.ok) return read
	const parsed = shape.safeParse(read.value)
	if (parsed.success) return ok(parsed.data)
	const issue = parsed.error.issues[0]
	const field = String(issue?.path[0] ?? 'body')
	return fail({ kind: 'invalid', message: `${field}: ${issue?.message ?? 'is not valid'}`, field })
}

/** A handler that is given its fields, for requests that are parsed before anything else happens. */
export const given =
	<T>(shape: z.ZodType<T>, handle: (c: CounterContext, fields: T) => Promise<Response>) =>
	async (c: CounterContext): Promise<Response> => {
		const fields = await fieldsOf(c, shape)
		return fields.ok ? handle(c, fields.value) : failure(c, fields.error)
	}
