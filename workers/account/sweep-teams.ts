import type { Env } from '../env.ts'
import { sweepGrants } from './grants.ts'
import { sweepInvitations } from './invitations.ts'
import { sweepLog } from './log.ts'

/** Removes what has had its time between people and teams: invitations, looks of a year ago, old grants. */
export async function sweepTeams(env: Env, now: number): Promise<void> {
	await sweepInvitations(env, now)
	await sweepLog(env, now)
	await sweepGrants(env, now)
}
