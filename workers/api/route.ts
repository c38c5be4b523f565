import type { Handler } from 'hono'
import type { Right } from '../account/access.ts'
import type { Scope } from '../model/caller.ts'
import type { Admission, Counter } from './access.ts'

/** One route: who may call it, with what right, and who answers. */
export type Route = Admission & { method: Method; path: string; handle: Handler<Counter> }
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** Anybody. */
export const open = (method: Method, path: string, handle: Route['handle']): Route => ({
	...{ method, path, who: 'anyone', handle },
})

/** A signed-in person, about the account that is signed in and nothing else. */
export const own = (method: Method, path: string, handle: Route['handle']): Route => ({
	...{ method, path, who: 'session', right: 'own', handle },
})

/**
 * Who has a right on the site or the team that the request is about: by session, and by API keys of a scope
 * where one is named. Handlers find the site by `siteOf` and the team by `teamOf`, which ask for the right.
 */
export const ruled = (
	method: Method,
	path: string,
	right: Right | 'own',
	scope: Scope | null,
	handle: Route['handle'],
): Route =>
	scope === null
		? { method, path, who: 'session', right, handle }
		: { method, path, who: 'caller', right, scope, handle }

/** Who runs this deployment. */
export const operators = (method: Method, path: string, handle: Route['handle']): Route => ({
	...{ method, path, who: 'operator', handle },
})
