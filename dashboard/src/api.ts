/** A call to the API that did not succeed. */
export class ApiError extends Error {
	override name = 'ApiError'
	/** HTTP status; 0 where no answer came at all. */
	readonly status: number
	/** The field of the request that was refused, where the answer names one. */
	readonly field: string | null
	/** Seconds to wait before another attempt, where the answer says so. */
	readonly retryAfterSeconds: number | null
	/** What the refusal is called, where there is something that one can do about it. */
	readonly code: string | null

	constructor(
		message: string,
		status: number,
		field: string | null = null,
		retryAfterSeconds: number | null = null,
		code: string | null = null,
	) {
		super(message)
		this.status = status
		this.field = field
		this.retryAfterSeconds = retryAfterSeconds
		this.code = code
	}
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

const listeners = new Set<() => void>()

/**
 * Calls back when an answer says that the session has ended, until the returned function is called. Wrong
 * passwords do not count: they end nothing.
 */
export function onSignedOut(listener: () => void): () => void {
	listeners.add(listener)
	return () => listeners.delete(listener)
}

/**
 * Calls the API of this origin with the session's cookie.
 * @returns the answer's JSON, of the shape that the caller knows the path to have.
 * @throws {ApiError} for every answer outside 200–299, and with status 0 when there is no answer.
 */
export async function call<T>(
	method: Method,
	path: string,
	body?: unknown,
	headers?: Record<string, string>,
): Promise<T> {
	const text = body === undefined ? null : JSON.stringify(body)
	return read<T>(path, await send(method, path, text, headers))
}

/** The same for an answer that is a text. */
export async function callText(path: string): Promise<string> {
	const answer = await send('GET', path, null)
	return answer.ok ? answer.text() : read<string>(path, answer)
}

/** Answers that a page keeps to compare with: as many as one looks at in turn. */
const MOST_KEPT = 20

/**
 * Posts to a path whose answers carry an `ETag`: an answer that is still the same is not sent again.
 * @returns a function that takes a body and answers, and throws, as `call` does.
 */
export function poster<T>(path: string): (body: unknown) => Promise<T> {
	const kept = new Map<string, { tag: string; answer: T }>()
	return async (body) => {
		const text = JSON.stringify(body)
		const known = kept.get(text)
		const sent = await send('POST', path, text, known && { 'if-none-match': known.tag })
		if (sent.status === 304 && known) return known.answer
		const answer = await read<T>(path, sent)
		const tag = sent.headers.get('etag')
		kept.delete(text)
		if (tag !== null) kept.set(text, { tag, answer })
		for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest)
		return answer
	}
}

function send(
	method: Method,
	path: string,
	body: string | null,
	more?: Record<string, string>,
): Promise<Response> {
	return fetch(path, {
		method,
		headers: body === null ? { ...more } : { 'content-type': 'application/json', ...more },
		body,
		credentials: 'same-origin',
	}).catch(() => {
		throw new ApiError('The server cannot be reached. Check your connection.', 0)
	})
}

async function read<T>(path: string, answer: Response): Promise<T> {
	const said: unknown = await answer.json().catch(() => undefined)
	if (answer.ok && said !== undefined) return said as T
	if (answer.status === 401 && !path.startsWith('/api/auth/')) for (const listener of listeners) listener()
	throw refusal(answer.status, said, answer.headers.get('retry-after'))
}

/** What an answer of the API says went wrong, in its own words where it has some. */
export function refusal(status: number, body: unknown, retryAfter: string | null): ApiError {
	const said = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
	const message = typeof said.error === 'string' ? said.error : `The server answered with status ${status}`
	const field = typeof said.field === 'string' ? said.field : null
	const seconds = retryAfter !== null && /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : null
	const code = typeof said.code === 'string' ? said.code : null
	return new ApiError(message, status, field, seconds, code)
}
