import { and, asc, desc, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import type { ExportFile } from '../model/part.ts'
import { flush } from '../site/client.ts'
import {
	customProperty,
	formerDomain,
	goal,
	policyHistory,
	savedFunnel,
	segment,
} from '../store/schema/catalog.ts'
import { statsDb } from '../store/shards.ts'
import { eventFiles, heldFile, visitFiles } from './export-rows.ts'
import { dailyFiles, honouredFile, receiptsFile } from './export-sums.ts'
import { goalOf } from './goals.ts'
import { privacyJson } from './privacy-fields.ts'
import type { Site } from './push.ts'
import { siteJson } from './site-json.ts'

/**
 * Everything about a site, as its owner takes it along: settings, every raw row, sums by day, receipts. Nothing is
 * read before it is asked for, so that files which are there already cost next to nothing.
 * @param userId whose private segments go along.
 * @throws whatever D1 or the site's object throw.
 */
export async function* siteFiles(env: Env, site: Site, userId: string): AsyncGenerator<ExportFile> {
	// What waits in the object becomes rows.
	await flush(env, { site: site.id, jurisdiction: site.jurisdiction })
	const folder = `sites/${site.domain}`
	const source = { db: statsDb(env, site.shard), site: site.id }
	yield { path: `${folder}/site.json`, content: jsonOf(await settingsOf(env, site, userId)) }
	yield receiptsFile(folder, source)
	yield honouredFile(folder, source)
	yield* dailyFiles(folder, source, site.timezone)
	yield* visitFiles(folder, source)
	yield* eventFiles(folder, source)
	yield heldFile(folder, source)
}

export const jsonOf = (value: unknown): string => `${JSON.stringify(value, null, '\t')}\n`

async function settingsOf(env: Env, site: Site, userId: string) {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [goals, segments, funnels, properties, former, policies] = await db.batch([
		db.select().from(goal).where(eq(goal.siteId, site.id)).orderBy(desc(goal.id)),
		db.select().from(segment).where(eq(segment.siteId, site.id)).orderBy(segment.id),
		db.select().from(savedFunnel).where(eq(savedFunnel.siteId, site.id)).orderBy(savedFunnel.id),
		db.select().from(customProperty).where(eq(customProperty.siteId, site.id)),
		db.select().from(formerDomain).where(eq(formerDomain.siteId, site.id)),
		db
			.select()
			.from(policyHistory)
			.where(and(eq(policyHistory.siteId, site.id)))
			.orderBy(asc(policyHistory.version)),
	])
	return {
		...siteJson(site),
		has_ingest_token: site.ingestTokenHash !== null,
		former_domains: former.map(({ domain, until }) => ({ domain, until: until.toISOString() })),
		goals: goals.map(goalOf),
		segments: segments
			.filter((one) => one.shared || one.userId === userId)
			.map(({ name, shared, filters, createdAt }) => ({
				...{ name, shared, filters: JSON.parse(filters) as unknown },
				created_at: createdAt.toISOString(),
			})),
		funnels: funnels.map(({ name, steps, strict, windowMinutes }) => ({
			...{ name, steps, strict, window_minutes: windowMinutes },
		})),
		properties: properties.map(({ name }) => name),
		policies: policies.map(({ version, at, mode, retentionDays, privacy }) => ({
			...{ version, at: at.toISOString(), mode, retention_days: retentionDays },
			privacy: privacyJson(privacy),
		})),
	}
}
