import { Hono } from 'hono'
import { sweep } from './account/sweep.ts'
import { sweepTeams } from './account/sweep-teams.ts'
import { removeUnproved } from './account/unproved.ts'
import { watchBilling } from './api/billing-watch.ts'
import { runDeletions } from './api/deletion-run.ts'
import { crash } from './api/errors.ts'
import { runExports } from './api/exports.ts'
import { counter, notFound } from './api/routes.ts'
import { takeMail } from './api/support-mail.ts'
import { callerTrust } from './api/trust.ts'
import { repair } from './catalog/repair.ts'
import { door } from './collect/routes.ts'
import type { Env } from './env.ts'
import { sendQueued } from './mail/queue.ts'
import { announceChanges } from './rights/announce.ts'
import { runBackup } from './store/backup.ts'
import { sweepSupport } from './support/erase.ts'
import { remindOperators } from './support/incidents-clocks.ts'
import { findAllConcerned } from './support/incidents-scope.ts'
import { tellConcerned } from './support/incidents-tell.ts'
import { checkIntegrity } from './support/integrity.ts'

/** The roof: every door and counter of Jitt in one deployment. */
const app = new Hono<{ Bindings: Env }>()
app.route('/', door(callerTrust))
app.route('/', counter)
app.notFound(notFound)
app.onError(crash)

type Jobs = Record<string, (env: Env, now: number) => Promise<unknown>>

/** What runs by the hour (`triggers` in wrangler.toml). Each job may run twice or late without harm. */
const JOBS: Jobs = {
	'catalog: finish what broke off': repair,
	'account: sweep what has expired': sweep,
	'account: remove what nobody proved': removeUnproved,
	'account: sweep invitations, looks and grants': sweepTeams,
	'mail: send what must arrive': sendQueued,
	'rights: tell of changes of the sub-processors': announceChanges,
	'rights: erase what is due': runDeletions,
	'rights: make exports': runExports,
	'store: back up at a second provider': runBackup,
	'billing: count, warn, and let detail follow': watchBilling,
	'support: close, erase, sweep': sweepSupport,
	'support: check that what is stored agrees': (env, now) => checkIntegrity(env, now),
}

/** The trigger of what cannot wait for the hour, as wrangler.toml has it. */
const SOON = '*/5 * * * *'

/** A breach: clocks of a few hours run, and a run can tell some hundred people. Where there is none, this costs nothing. */
const URGENT: Jobs = {
	'incidents: find whom they concern': findAllConcerned,
	'incidents: tell them': (env, now) => tellConcerned(env, now),
	'incidents: remind of deadlines': remindOperators,
}

/** Runs every job; one that fails does not keep the others from running. */
async function runJobs(jobs: Jobs, env: Env, now: number): Promise<void> {
	for (const [name, job] of Object.entries(jobs)) {
		try {
			await job(env, now)
		} catch (error) {
			console.error('job failed:', name, error instanceof Error ? error.name : '')
		}
	}
}

export { SiteObject } from './site/object.ts'
export default {
	fetch: app.fetch,
	email: takeMail,
	scheduled: ({ cron, scheduledTime }, env) => runJobs(cron === SOON ? URGENT : JOBS, env, scheduledTime),
} satisfies ExportedHandler<Env>
