import type { D1Migration } from '@cloudflare/vitest-plugin'
import type { Parameters } from '../scripts/stripe/form.ts'
import type { Env } from './env.ts'

/** What the tests' `env` holds beside the Worker's own bindings. */
declare global {
	namespace Cloudflare {
		interface Env extends TestEnv {}
		interface GlobalProps {
			mainModule: typeof import('./worker.ts')
		}
	}
}

interface TestEnv extends Env {
	STATS_EU_0: D1Database
	KEYS_EU: R2Bucket
	CONTROL_MIGRATIONS: D1Migration[]
	STATS_MIGRATIONS: D1Migration[]
	/** What Stripe's API takes, for its stand-in. */
	STRIPE_PARAMETERS: Parameters
}
