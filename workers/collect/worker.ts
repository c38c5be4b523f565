import type { Env } from '../env.ts'
import { door } from './routes.ts'

/** The door alone, as a Worker of its own: `wrangler deploy --env collect`. Its objects live in the whole one. */
export default { fetch: door().fetch } satisfies ExportedHandler<Env>
