import type { Env } from '../env.ts'
import type { Caller } from '../model/caller.ts'
import { operatorsOf } from '../model/operators.ts'
import { authOf, COOKIE_PREFIX, originsOf } from './auth.ts'
import { callerOfKey } from './keys.ts'

export type { Caller } from '../model/caller.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Who sent this request, or null. A bearer key decides alone: a wrong key is nobody, even with a good cookie
 * beside it. Without one the session cookie counts, for methods that change something only from the pages of
 * our own origins (a form on a stranger's page sends the cookie too).
 */
export async function callerOf(env: Env, request: Request): Promise<Caller | null> {
	const bearer = bearerOf(request.headers)
	if (bearer !== null) return await callerOfKey(env, bearer, Date.now())
	if (!hasSessionCookie(request.headers) || !fromOurPages(env, request)) return null
	// The session's life is prolonged by `GET /api/auth/get-session` alone, which can answer with a new cookie.
	const found = await authOf(env, request).api.getSession({
		headers: request.headers,
		query: { disableRefresh: true },
	})
	if (found === null) return null
	const { user, session } = found
	return {
		...{ userId: user.id, via: 'session', credential: session.id, scopes: null, onlySite: null },
		operator: user.emailVerified && operatorsOf(env).has(user.email.toLowerCase()),
		leaving: Boolean(user.leavingAt),
	}
}

/** The token of an `Authorization: Bearer` header, null where there is none (other schemes are not ours). */
export function bearerOf(headers: Headers): string | null {
	const match = /^bearer +(.*)$/i.exec(headers.get('authorization') ?? '')
	return match ? (match[1] ?? '').trim() : null
}

const hasSessionCookie = (headers: Headers): boolean =>
	(headers.get('cookie') ?? '').includes(`${COOKIE_PREFIX}.session_token=`)

function fromOurPages(env: Env, request: Request): boolean {
	if (SAFE_METHODS.has(request.method)) return true
	const origin = request.headers.get('origin')
	return origin !== null && originsOf(env, request).has(origin)
}
