import { and, asc, eq, gt, isNull } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { retentionOf } from '../site/client.ts'
import { lookup } from '../store/directory.ts'
import { site } from '../store/schema/catalog.ts'
import { integrity } from '../store/schema/incidents.ts'

/**
 * Whether what is stored still agrees with itself: references of the control database, and of each site its row,
 * its object and the directory. It finds and tells; what broke off is finished by `catalog/repair.ts`.
 */

/** Sites of one run: each wakes an object. */
const SITES = 50
/** References are checked as a whole, once in this time. */
const REFERENCES_MS = 24 * 3_600_000
/** Problems that are kept of a round: a thousand say no more than a hundred. */
const MOST = 100

export type Check = typeof integrity.$inferSelect

/** What every check found in its last whole round, and how far it is. */
export const findingsOf = (env: Env): Promise<Check[]> =>
	drizzle(env.DB, { casing: 'snake_case' }).select().from(integrity).orderBy(asc(integrity.name)).all()

/**
 * Checks on: a job, which may run twice or late.
 * @param all also what is not due yet.
 * @throws whatever D1 throws: check again.
 */
export async function checkIntegrity(env: Env, now: number, all = false): Promise<void> {
	const known = new Map((await findingsOf(env)).map((one) => [one.name, one]))
	const references = known.get('references')
	if (all || !references || now - references.checkedAt.getTime() >= REFERENCES_MS) {
		const found = await brokenReferences(env)
		await keep(env, { name: 'references', cursor: 0, problems: [], found, done: true }, now)
	}
	const sites = known.get('sites')
	const { problems, next } = await disagreeing(env, sites?.cursor ?? 0)
	const round = [...(sites?.problems ?? []), ...problems].slice(0, MOST)
	await keep(
		env,
		next === 0
			? { name: 'sites', cursor: 0, problems: [], found: round, done: true }
			: { name: 'sites', cursor: next, problems: round, found: sites?.found ?? [], done: false },
		now,
	)
}

interface Round extends Pick<Check, 'name' | 'cursor' | 'problems' | 'found'> {
	done: boolean
}

async function keep(env: Env, { done, ...round }: Round, now: number): Promise<void> {
	const at = new Date(now)
	const change = { ...round, checkedAt: at, ...(done ? { completedAt: at } : {}) }
	if (done && round.found.length > 0) {
		console.error('what is stored disagrees with itself:', round.name, round.found.length)
	}
	await drizzle(env.DB, { casing: 'snake_case' })
		.insert(integrity)
		.values(change)
		.onConflictDoUpdate({ target: integrity.name, set: change })
}

/** References that no constraint watches, as SQL that counts those to nothing. */
const UNWATCHED = [
	['site.team_id', 'SELECT count(*) AS n FROM site WHERE team_id NOT IN (SELECT id FROM team)'],
	['guest.site_id', 'SELECT count(*) AS n FROM guest WHERE site_id NOT IN (SELECT id FROM site)'],
	[
		'api_key.site_id',
		'SELECT count(*) AS n FROM api_key WHERE site_id IS NOT NULL AND site_id NOT IN (SELECT id FROM site)',
	],
	[
		'policy_history.version',
		'SELECT count(*) AS n FROM site s WHERE pushed_version > 0 AND NOT EXISTS (SELECT 1 FROM policy_history h WHERE h.site_id = s.id AND h.version = s.pushed_version)',
	],
	[
		'team without an owner',
		"SELECT count(*) AS n FROM team t WHERE NOT EXISTS (SELECT 1 FROM member m WHERE m.team_id = t.id AND m.role = 'owner')",
	],
] as const

async function brokenReferences(env: Env): Promise<string[]> {
	const { DB } = env
	const broken = await DB.prepare('PRAGMA foreign_key_check').all<{ table: string; parent: string }>()
	const byTable = Map.groupBy(broken.results, ({ table, parent }) => `${table} → ${parent}`)
	const counts = await DB.batch<{ n: number }>(UNWATCHED.map(([, sql]) => DB.prepare(sql)))
	return [
		...[...byTable].map(([name, rows]) => `${name}: ${rows.length}`),
		...UNWATCHED.flatMap(([name], i) => {
			const n = counts[i]?.results[0]?.n ?? 0
			return n > 0 ? [`${name}: ${n}`] : []
		}),
	].slice(0, MOST)
}

/** Some sites after a number, and where to go on; 0 at the end. */
async function disagreeing(env: Env, after: number): Promise<{ problems: string[]; next: number }> {
	const rows = await drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(site)
		// What is being born, changed or erased at this moment is the repair's, not a disagreement.
		.where(and(gt(site.id, after), isNull(site.erasingAt), eq(site.pushedVersion, site.policyVersion)))
		.orderBy(asc(site.id))
		.limit(SITES)
	const problems = await Promise.all(rows.map((row) => problemsOf(env, row)))
	return { problems: problems.flat(), next: rows.length < SITES ? 0 : (rows.at(-1)?.id ?? 0) }
}

async function problemsOf(env: Env, row: typeof site.$inferSelect): Promise<string[]> {
	const { id, domain, jurisdiction, policyVersion } = row
	try {
		const [object, entry] = await Promise.all([
			retentionOf(env, { site: id, jurisdiction }, Number.MAX_SAFE_INTEGER),
			lookup(env, domain),
		])
		return [
			...(object === null ? [`site ${id}: its object knows no policy`] : []),
			...(object && object.policyVersion !== policyVersion
				? [`site ${id}: its object has policy ${object.policyVersion}, its row ${policyVersion}`]
				: []),
			...(object && object.missed.length > 0 ? [`site ${id}: not kept: ${object.missed.join(', ')}`] : []),
			...(entry?.site === id ? [] : [`site ${id}: the directory leads elsewhere`]),
		]
	} catch (error) {
		return [`site ${id}: could not be asked (${error instanceof Error ? error.name : 'unknown'})`]
	}
}
