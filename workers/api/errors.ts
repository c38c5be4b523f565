import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { type AppError, statusOf } from '../kit/result.ts'

/** Turns an expected failure into its answer: `{"error": text}`, with `Retry-After` where waiting helps. */
export function failure(c: Context, error: AppError): Response {
	if ('retryAfterSeconds' in error) c.header('retry-after', String(error.retryAfterSeconds))
	if (error.kind === 'unauthorized') c.header('www-authenticate', 'Bearer')
	const field = 'field' in error && error.field ? { field: error.field } : {}
	const code = 'code' in error && error.code ? { code: error.code } : {}
	return c.json({ error: error.message, ...field, ...code }, statusOf(error) as ContentfulStatusCode)
}

/**
 * Answers an unexpected exception. The caller gets a random reference and nothing else. The log gets the same
 * reference, the route's pattern and where in our code it happened; no message, since database errors quote
 * the values of the request.
 */
export function crash(error: unknown, c: Context): Response {
	const reference = crypto.randomUUID()
	const { name, stack } = error instanceof Error ? error : { name: typeof error, stack: '' }
	const frames = (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
	const where = frames.slice(0, 6).map((line) => line.trim())
	const route = `${c.req.method} ${c.req.routePath}`
	console.error(JSON.stringify({ reference, route, name, cause: causeOf(error), where }))
	return c.json({ error: 'Something went wrong on our side', reference }, 500)
}

/** The name of what lies beneath: SQLite's constraint texts name columns, never values. */
function causeOf(error: unknown): string | undefined {
	const cause = error instanceof Error ? error.cause : undefined
	if (!(cause instanceof Error)) return undefined
	return /^(D1_ERROR: )?[\w ]+ constraint failed: [\w., ]+/.exec(cause.message)?.[0] ?? cause.name
}
