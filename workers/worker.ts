import { Hono } from 'hono'
import { crash } from './api/errors.ts'
import { counter, notFound } from './api/routes.ts'
import type { Env } from './env.ts'

/** The roof: every door and counter of Jitt in one deployment. */
const app = new Hono<{ Bindings: Env }>()
app.route('/', counter)
app.notFound(notFound)
app.onError(crash)

export { SiteObject } from './site/object.ts'
export default { fetch: app.fetch } satisfies ExportedHandler<Env>
