import { eraseEverywhere } from '../catalog/push.ts'
import { doomedSites } from '../catalog/sites-by-id.ts'
import type { Env } from '../env.ts'
import type { Kept } from '../model/part.ts'
import { countOf } from '../rights/count.ts'
import { beginErasing, type Deletion, dueDeletions, nearDeletions, noteKept } from '../rights/deletions.ts'
import { completeDeletion, type DeletionReceipt } from '../rights/receipts.ts'
import { BACKUP_DAYS } from '../store/backup.ts'
import type { CounterContext } from './access.ts'
import { failure } from './errors.ts'
import { PARTS } from './parts.ts'
import { tellDone, tellNear, toldOf } from './rights-letters.ts'

const DAY_MS = 86_400_000

/** Erases without waiting; 202 where it broke off and goes on by the clock. */
export async function eraseNow(c: CounterContext, row: Deletion): Promise<Response> {
	try {
		const receipt = await erase(c.env, row, Date.now())
		if (receipt) return c.json({ receipt })
		const message = 'The deletion was taken back in the meantime'
		return failure(c, { kind: 'conflict', message })
	} catch (error) {
		logBroken(error)
		return c.json({ receipt: null, number: row.id }, 202)
	}
}

/** Erases what is due, goes on where it broke off, and tells whose deletion is near. For the clock. */
export async function runDeletions(env: Env, now: number): Promise<void> {
	for (const row of await nearDeletions(env, now)) await tellNear(env, row).catch(logBroken)
	for (const row of await dueDeletions(env, now)) await erase(env, row, now).catch(logBroken)
}

/**
 * Erases everything that a deletion is about; each step can be repeated.
 * @returns the receipt, or null where the deletion was taken back.
 * @throws whatever a room throws: erase again.
 */
async function erase(env: Env, asked: Deletion, now: number): Promise<DeletionReceipt | null> {
	const told = await toldOf(env, asked)
	const sites = await doomedSites(env, asked)
	const counts = await countOf(env, {
		sites,
		teams: asked.kind === 'account' ? asked.teamIds : [],
		users: asked.kind === 'account' ? [asked.userId] : [],
	})
	const row = await beginErasing(env, asked, counts, now)
	if (!row) return null
	const kept: Kept[] = row.kept ?? []
	if (row.kind === 'site') for (const site of sites) await eraseEverywhere(env, site)
	else {
		const subject = { userId: row.userId, teamIds: row.teamIds }
		for (const part of PARTS) {
			const more = await part.erase(env, subject, now)
			kept.push(...more)
			if (more.length > 0) await noteKept(env, row, kept)
		}
	}
	const backupsUntil = env.BACKUP_BUCKET ? now + (BACKUP_DAYS + 1) * DAY_MS : null
	const receipt = await completeDeletion(env, row, kept, backupsUntil, now)
	await tellDone(env, told, receipt)
	return receipt
}

function logBroken(error: unknown): void {
	console.error('a deletion broke off', error instanceof Error ? error.name : '')
}
