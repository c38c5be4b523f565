import { type Context, Hono } from 'hono'
import { admit, type Counter } from './access.ts'
import { failure } from './errors.ts'
import type { Route } from './route.ts'
import { ACCOUNT } from './routes/account.ts'
import { BILLING } from './routes/billing.ts'
import { DASHBOARD } from './routes/dashboard.ts'
import { DOCUMENTS } from './routes/documents.ts'
import { FUNNELS } from './routes/funnels.ts'
import { INCIDENTS } from './routes/incidents.ts'
import { OPEN } from './routes/open.ts'
import { OPERATOR } from './routes/operator.ts'
import { RIGHTS } from './routes/rights.ts'
import { SECURITY } from './routes/security.ts'
import { SITES } from './routes/sites.ts'
import { STATS } from './routes/stats.ts'
import { SUPPORT } from './routes/support.ts'
import { TEAMS } from './routes/teams.ts'

/** Every route of the counter, who may call it and with what right. What is not in these tables is not served. */
export const ROUTES: readonly Route[] = [
	...OPEN,
	...ACCOUNT,
	...SECURITY,
	...SITES,
	...STATS,
	...DASHBOARD,
	...FUNNELS,
	...TEAMS,
	...BILLING,
	...SUPPORT,
	...OPERATOR,
	...DOCUMENTS,
	...RIGHTS,
	...INCIDENTS,
]

/** The counter: everything that asks who you are. */
export const counter = new Hono<Counter>()

// Not on `*`: a middleware on every path would slow the beacons that are served beside it.
for (const path of [
	'auth',
	'account',
	'mail',
	'teams',
	'receipts',
	'billing',
	'support',
	'operator',
	'v1',
	'v2',
	'dashboard',
]) {
	counter.use(`/api/${path}/*`, async (c, next) => {
		await next()
		guard(c)
	})
}
for (const route of ROUTES) {
	if (route.who === 'anyone') counter.on(route.method, route.path, route.handle)
	else counter.on(route.method, route.path, admit(route), route.handle)
}

/** Answers about accounts belong in no cache, and are never anything but what they say they are. */
function guard(c: Context): void {
	c.header('cache-control', 'no-store')
	c.header('x-content-type-options', 'nosniff')
}

/** For the roof: what nobody serves. */
export function notFound(c: Context): Response {
	guard(c)
	return failure(c, { kind: 'not_found', message: 'There is nothing here' })
}
