import type { Context, MiddlewareHandler } from 'hono'
import { callerOf } from '../account/caller.ts'
import type { Env } from '../env.ts'
import type { Caller } from '../model/caller.ts'
import { failure } from './errors.ts'

/** What every route of the counter can rely on. */
export interface Counter {
	Bindings: Env
	Variables: { caller: Caller }
}
export type CounterContext = Context<Counter>

/**
 * Who may call a route: `anyone`; a `caller`, proved by an API key or by a session; only a `session`, since a
 * key must not be able to make further keys.
 */
export type Who = 'anyone' | 'caller' | 'session'

const TEXT = {
	missing: 'Missing API key. Send it as a bearer token in the Authorization header, or sign in',
	wrong: 'Invalid API key or session',
	sessionOnly: 'This needs a signed-in browser session, not an API key',
}

/** Lets a request through only if its sender may call the route; the route then finds `caller` in its context. */
export const admit =
	(who: Exclude<Who, 'anyone'>): MiddlewareHandler<Counter> =>
	async (c, next) => {
		const caller = await callerOf(c.env, c.req.raw)
		if (!caller) {
			const given = c.req.header('authorization') ?? c.req.header('cookie')
			return failure(c, { kind: 'unauthorized', message: given ? TEXT.wrong : TEXT.missing })
		}
		if (who === 'session' && caller.via !== 'session') {
			return failure(c, { kind: 'forbidden', message: TEXT.sessionOnly })
		}
		c.set('caller', caller)
		await next()
	}
