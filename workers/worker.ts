import { Hono } from 'hono'
import type { Env } from './env.ts'

/** The roof: every door and counter of Jitt in one deployment. */
const app = new Hono<{ Bindings: Env }>()

export { SiteObject } from './site/object.ts'
export default { fetch: app.fetch } satisfies ExportedHandler<Env>
