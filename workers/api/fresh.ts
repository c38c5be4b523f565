import { isFresh } from '../account/sessions.ts'
import type { AppError } from '../kit/result.ts'
import type { CounterContext } from './access.ts'

/**
 * For what must not be done by somebody who finds a browser signed in: the session has to have begun within the
 * last ten minutes, by whatever way its owner signs in. Pages offer to sign in again (`code` says so).
 * @returns what to refuse with; null where the session is fresh.
 */
export async function freshSession(c: CounterContext): Promise<AppError | null> {
	if (await isFresh(c.env, c.get('caller').credential, Date.now())) return null
	return {
		...{ kind: 'forbidden', code: 'session_not_fresh' },
		message: 'Sign in again to do this: your last sign-in is more than ten minutes ago',
	}
}
