import { Hono } from 'hono'
import { crash } from './api/errors.ts'
import { runScheduled } from './api/jobs.ts'
import { counter, notFound } from './api/routes.ts'
import { takeMail } from './api/support-mail.ts'
import { callerTrust } from './api/trust.ts'
import { door } from './collect/routes.ts'
import type { Env } from './env.ts'

/** The roof: every door and counter of Jitt in one deployment. */
const app = new Hono<{ Bindings: Env }>()
app.route('/', door(callerTrust))
app.route('/', counter)
app.notFound(notFound)
app.onError(crash)

export { SiteObject } from './site/object.ts'
export default {
	fetch: app.fetch,
	email: takeMail,
	scheduled: ({ cron, scheduledTime }, env) => runScheduled(env, cron, scheduledTime),
} satisfies ExportedHandler<Env>
