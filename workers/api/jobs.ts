import { sweep } from '../account/sweep.ts'
import { sweepTeams } from '../account/sweep-teams.ts'
import { removeUnproved } from '../account/unproved.ts'
import { repair } from '../catalog/repair.ts'
import type { Env } from '../env.ts'
import { sendQueued } from '../mail/queue.ts'
import { announceChanges } from '../rights/announce.ts'
import { runBackup } from '../store/backup.ts'
import { sweepSupport } from '../support/erase.ts'
import { remindOperators } from '../support/incidents-clocks.ts'
import { findAllConcerned } from '../support/incidents-scope.ts'
import { tellConcerned } from '../support/incidents-tell.ts'
import { checkIntegrity } from '../support/integrity.ts'
import type { CounterContext } from './access.ts'
import { watchBilling } from './billing-watch.ts'
import { runDeletions } from './deletion-run.ts'
import { runExports } from './exports.ts'

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

/** Runs what is due by a trigger. Whatever fails is in the log. */
export async function runScheduled(env: Env, cron: string, now: number): Promise<void> {
	await runJobs(cron === SOON ? URGENT : JOBS, env, now)
}

/** Runs every job; one that fails does not keep the others from running. */
async function runJobs(jobs: Jobs, env: Env, now: number): Promise<Record<string, 'done' | 'failed'>> {
	const outcomes: Record<string, 'done' | 'failed'> = {}
	for (const [name, job] of Object.entries(jobs)) {
		try {
			await job(env, now)
			outcomes[name] = 'done'
		} catch (error) {
			outcomes[name] = 'failed'
			console.error('job failed:', name, error instanceof Error ? error.name : '')
		}
	}
	return outcomes
}

/**
 * `POST /api/operator/jobs` runs what runs by the clock, now: after a repair, and where there is no clock, as on a
 * developer's machine. → `{"jobs": {name: "done" | "failed"}}`.
 */
export async function postJobs(c: CounterContext): Promise<Response> {
	return c.json({ jobs: await runJobs({ ...URGENT, ...JOBS }, c.env, Date.now()) })
}
