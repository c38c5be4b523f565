import type { Context, MiddlewareHandler } from 'hono'
import type { Right } from '../account/access.ts'
import { RULES, type Spent, spendOne } from '../account/attempts.ts'
import { callerOf } from '../account/caller.ts'
import type { Env } from '../env.ts'
import type { Caller, Scope } from '../model/caller.ts'
import { failure } from './errors.ts'

/** What every route of the counter can rely on. */
export interface Counter {
	Bindings: Env
	Variables: {
		caller: Caller
		/** The right that the route asks for; `own` where it is about the caller's account alone. */
		right: Right | 'own'
	}
}
export type CounterContext = Context<Counter>

/**
 * Who may call a route: `anyone`; a `caller`, proved by a session or by an API key with the route's scope; only a
 * `session`, since a key must not be able to make further keys; an `operator`, who runs this deployment. Of a
 * caller the route also names the right on the site or team it is about (`api/site.ts` asks for it).
 */
export type Admission =
	| { who: 'anyone' }
	| {
			who: 'caller'
			right: Right | 'own'
			scope: Scope
			/** Its handler counts queries, and tells keys of the scope `public` what a public page would. */
			isQuery?: 'stats' | 'public'
	  }
	| { who: 'session'; right: Right | 'own' }
	| { who: 'operator' }

/** What an account may still ask for while it is being deleted. */
const WHILE_LEAVING = /^\/api\/account\/deletion(\/|$)/

const TEXT = {
	missing: 'Missing API key. Send it as a bearer token in the Authorization header, or sign in',
	wrong: 'Invalid API key or session',
	sessionOnly: 'This needs a signed-in browser session, not an API key',
	operatorOnly: 'This is for operators only',
	tooMany: `Too many requests: the keys of an account may send ${RULES.requests.limit} a minute`,
	leaving: 'This account is being deleted: take that back first',
}

/** Lets a request through only if its sender may call the route; the route then finds `caller` in its context. */
export const admit =
	(to: Exclude<Admission, { who: 'anyone' }>): MiddlewareHandler<Counter> =>
	async (c, next) => {
		const caller = await callerOf(c.env, c.req.raw)
		if (!caller) {
			const given = c.req.header('authorization') ?? c.req.header('cookie')
			return failure(c, { kind: 'unauthorized', message: given ? TEXT.wrong : TEXT.missing })
		}
		if (caller.leaving && !WHILE_LEAVING.test(c.req.path)) {
			return failure(c, { kind: 'forbidden', message: TEXT.leaving })
		}
		if (to.who !== 'caller' && caller.via !== 'session') {
			return failure(c, { kind: 'forbidden', message: TEXT.sessionOnly })
		}
		if (to.who === 'operator' && !caller.operator) {
			return failure(c, { kind: 'forbidden', message: TEXT.operatorOnly })
		}
		if (to.who === 'caller' && !opens(caller, to)) {
			return failure(c, { kind: 'forbidden', message: `This API key lacks the scope ${to.scope}` })
		}
		c.set('caller', caller)
		c.set('right', to.who === 'operator' ? 'own' : to.right)
		if (caller.via === 'session' || (to.who === 'caller' && to.isQuery)) return next()
		const spent = await spendOne(c.env, { rule: RULES.requests, subject: caller.userId }, Date.now())
		tellLimit(c, spent)
		if (spent.waitSeconds !== null) {
			return failure(c, {
				kind: 'rate_limited',
				message: TEXT.tooMany,
				retryAfterSeconds: spent.waitSeconds,
			})
		}
		await next()
	}

const opens = ({ scopes }: Caller, { scope, isQuery }: Extract<Admission, { who: 'caller' }>): boolean =>
	scopes === null || scopes.includes(scope) || (isQuery === 'public' && scopes.includes('public'))

/** Says what is left of a limit, in the three headers that scripts know. */
export function tellLimit(c: CounterContext, { limit, remaining, resetSeconds }: Spent): void {
	c.header('ratelimit-limit', String(limit))
	c.header('ratelimit-remaining', String(remaining))
	c.header('ratelimit-reset', String(resetSeconds))
}
