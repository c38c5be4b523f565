import { noteAccess } from '../account/log.ts'
import { type SeenTeam, teamsOf } from '../account/teams.ts'
import { siteFiles } from '../catalog/export.ts'
import { siteById } from '../catalog/sites-by-id.ts'
import type { Env } from '../env.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import type { ExportFile } from '../model/part.ts'
import { archive, manifestOf } from '../rights/archive.ts'
import {
	askExport,
	type Export,
	exportsOf,
	filesOf,
	makeExport,
	openExports,
	removeExpired,
} from '../rights/exports.ts'
import type { CounterContext } from './access.ts'
import { failure } from './errors.ts'
import { PARTS } from './parts.ts'
import { tellExportReady } from './rights-letters.ts'
import { siteOf } from './site.ts'

/** Exports: `/api/account/exports`, and `/api/dashboard/sites/:domain/exports` for one site. */

/** A request makes files for so long before it answers: small accounts have their archive at once. */
const AT_ONCE_MS = 5_000
/** A run of the job makes files for so long; the next run goes on. */
const JOB_MS = 5 * 60_000

const UNKNOWN: AppError = { kind: 'not_found', message: 'Export could not be found' }
const NOT_READY: AppError = {
	kind: 'unavailable',
	message: 'This export is still being made',
	retryAfterSeconds: 60,
}

/** `POST /api/account/exports` → 202, or 201 where it is ready at once. Everything about the account. */
export async function postExport(c: CounterContext): Promise<Response> {
	const { userId } = c.get('caller')
	const teams = await ownedTeams(c.env, userId)
	return await begin(c, { siteId: null, teamIds: teams.map(({ id }) => id) })
}

/** `POST /api/dashboard/sites/:domain/exports` → the same of one site. */
export async function postSiteExport(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	return await begin(c, { siteId: site.value.id, teamIds: [site.value.teamId] })
}

/** `GET /api/account/exports` → `{"exports": […]}`, the newest first, of the account and of single sites. */
export async function getExports(c: CounterContext): Promise<Response> {
	const all = await exportsOf(c.env, c.get('caller').userId, Date.now())
	return c.json({ exports: await Promise.all(all.map((one) => exportJson(c.env, one))) })
}

/** `GET /api/account/exports/:id/archive` → the ZIP, for whoever asked for it and still may have all that is in it. */
export async function getArchive(c: CounterContext): Promise<Response> {
	const found = await fetchable(c)
	if (!found.ok) return failure(c, found.error)
	const { id, requestedAt, readyAt, siteId, teamIds, userId } = found.value
	if (!readyAt) return failure(c, NOT_READY)
	const files = await filesOf(c.env, id)
	const credential = c.get('caller').credential
	for (const teamId of teamIds) {
		await noteAccess(c.env, { teamId, siteId: siteId ?? 0, kind: 'export', credential, userId }, Date.now())
	}
	const name = `jitt-${readyAt.toISOString().slice(0, 10)}.zip`
	return c.body(archive(c.env.FILES, manifestOf(requestedAt, readyAt, files), files), 200, {
		'content-type': 'application/zip',
		'content-disposition': `attachment; filename="${name}"`,
	})
}

/** Goes on with exports that are being made, and removes those whose time is over. For the clock. */
export async function runExports(env: Env, now: number): Promise<void> {
	await removeExpired(env, now)
	const until = Date.now() + JOB_MS
	for (const one of await openExports(env, now)) {
		try {
			await goOn(env, one, () => Date.now() < until)
		} catch (error) {
			console.error('an export broke off', error instanceof Error ? error.name : '')
		}
	}
}

async function begin(c: CounterContext, scope: { siteId: number | null; teamIds: string[] }) {
	const asked = await askExport(c.env, c.get('caller').userId, scope, Date.now())
	if (!asked.ok) return failure(c, asked.error)
	const until = Date.now() + AT_ONCE_MS
	// What breaks off here goes on by the clock.
	const ready = await goOn(c.env, asked.value, () => Date.now() < until).catch(() => null)
	return c.json(await exportJson(c.env, ready ?? asked.value), ready ? 201 : 202)
}

async function goOn(env: Env, one: Export, mayGoOn: () => boolean): Promise<Export | null> {
	const ready = await makeExport(env, one, contentOf(env, one), mayGoOn)
	if (ready) await tellExportReady(env, ready)
	return ready
}

async function* contentOf(env: Env, { siteId, userId, teamIds }: Export): AsyncGenerator<ExportFile> {
	if (siteId !== null) {
		const site = await siteById(env, siteId)
		if (site) yield* siteFiles(env, site, userId)
		return
	}
	for (const part of PARTS) yield* part.take(env, { userId, teamIds })
}

/** The teams whose things are the account's to take along. */
const ownedTeams = async (env: Env, userId: string): Promise<SeenTeam[]> =>
	(await teamsOf(env, userId)).filter(({ role, lacksTwoFactor }) => role === 'owner' && !lacksTwoFactor)

/** An export that the caller asked for, while it still has the rights of then. */
async function fetchable(c: CounterContext): Promise<Result<Export, AppError>> {
	const { userId } = c.get('caller')
	const all = await exportsOf(c.env, userId, Date.now())
	const found = all.find(({ id }) => id === c.req.param('id'))
	if (!found) return fail(UNKNOWN)
	const roles = found.siteId === null ? ['owner'] : ['owner', 'admin']
	const teams = await teamsOf(c.env, userId)
	const may = (teamId: string) =>
		teams.some(({ id, role, lacksTwoFactor }) => id === teamId && roles.includes(role) && !lacksTwoFactor)
	return found.teamIds.every(may) ? ok(found) : fail(UNKNOWN)
}

async function exportJson(env: Env, { id, siteId, requestedAt, readyAt, expiresAt }: Export) {
	const files = await filesOf(env, id)
	const site = siteId === null ? null : await siteById(env, siteId)
	return {
		...{ id, site: site?.domain ?? null, ready: readyAt !== null },
		requested_at: requestedAt.toISOString(),
		ready_at: readyAt?.toISOString() ?? null,
		/** Null while it is being made. */
		expires_at: readyAt ? expiresAt.toISOString() : null,
		files: files.length,
		bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
	}
}
