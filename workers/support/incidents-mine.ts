import type { Env } from '../env.ts'
import type { Facts, Notice } from '../model/incident.ts'
import { referenceOf } from './incidents.ts'
import { type Field, fieldsFor, type Told } from './incidents-notices.ts'
import { scopeOf } from './incidents-scope.ts'

/** Incidents as an account sees them: those that concern it, and those that everybody is shown. */

export interface Mine {
	id: number
	reference: string
	title: string
	version: number
	/** ms since the epoch. */
	at: number
	closedAt: number | null
	/** The account's own data is concerned. */
	holder: boolean
	/** Names of sites that it answers for and that are concerned. */
	sites: string[]
	/** What the last version says, with what to do. */
	fields: Field[]
	/** The full story; blank before the end. */
	story: string
	phases: boolean
	/** A banner says it on every page. */
	banner: boolean
	/** The account has read the last version. */
	read: boolean
}

interface Row {
	id: number
	openedAt: number
	version: number
	closedAt: number | null
	banner: 'nobody' | 'affected' | 'everyone'
	kind: string
	at: number
	facts: string
	notice: string
	holder: 0 | 1 | null
	owner: 0 | 1 | null
	readVersion: number | null
	sites: string
}

/** How long everybody is shown what is closed and did not concern them, ms. */
const SHOWN_MS = 30 * 86_400_000

/** What an account may see: what it was told, or what everybody is. `?1` = the account. */
const SEEN = `FROM incident i JOIN incident_notice n ON n.incident_id = i.id AND n.version = i.version LEFT JOIN incident_account a ON a.incident_id = i.id AND a.user_id = ?1 WHERE (a.user_id IS NOT NULL OR (i.banner = 'everyone' AND (i.closed_at IS NULL OR i.closed_at > ?2)))`

/** The newest first. @param now ms since the epoch. */
export async function incidentsOf(env: Env, userId: string, now: number): Promise<Mine[]> {
	const own =
		"(SELECT json_group_array(d) FROM (SELECT s.domain AS d FROM member m CROSS JOIN incident_site x ON x.team_id = m.team_id AND x.incident_id = i.id CROSS JOIN site s ON s.id = x.site_id WHERE m.user_id = ?1 AND m.role IN ('owner', 'admin') ORDER BY x.visits DESC LIMIT 100))"
	const { results } = await env.DB.prepare(
		`SELECT i.id, i.opened_at AS openedAt, i.version, i.closed_at AS closedAt, i.banner, n.kind, n.confirmed_at AS at, n.facts, n.notice, a.holder, a.owner, (SELECT version FROM incident_read r WHERE r.user_id = ?1 AND r.incident_id = i.id) AS readVersion, ${own} AS sites ${SEEN} ORDER BY i.id DESC LIMIT 20`,
	)
		.bind(userId, now - SHOWN_MS)
		.all<Row>()
	return Promise.all(results.map((row) => mine(env, row)))
}

async function mine(env: Env, row: Row): Promise<Mine> {
	const facts: Facts = JSON.parse(row.facts)
	const notice: Notice = JSON.parse(row.notice)
	const sites: string[] = JSON.parse(row.sites)
	const reference = referenceOf({ id: row.id, openedAt: new Date(row.openedAt) })
	const affected = row.holder !== null
	const read = (row.readVersion ?? 0) >= row.version
	const told = {
		...{ reference, version: row.version, facts, notice, versions: [], authorities: [] },
		scope: await scopeOf(env, row.id),
	}
	return {
		...{
			id: row.id,
			reference,
			title: facts.title,
			version: row.version,
			at: row.at,
			closedAt: row.closedAt,
		},
		...{ holder: row.holder === 1, sites, phases: notice.phases },
		fields: seenFields(told, row.holder === 1, row.owner === 1),
		story: row.kind === 'closing' ? notice.story : '',
		banner: !read && (row.banner === 'everyone' || (affected && row.banner === 'affected')),
		read,
	}
}

function seenFields(told: Told, holder: boolean, owner: boolean): Field[] {
	if (!holder && !owner) return fieldsFor('public', told)
	const fields = holder ? fieldsFor('holder', told) : []
	if (!owner) return fields
	const more = fieldsFor('owner', told).filter(
		({ number, text }) => !fields.some((one) => one.number === number && one.text === text),
	)
	return [...fields, ...more].sort((a, b) => a.number - b.number)
}

/**
 * Notes that an account has read an incident up to a version; an older one takes nothing back.
 * @returns false where the account sees no such incident, or it has no such version.
 */
export async function readIncident(
	env: Env,
	userId: string,
	id: number,
	version: number,
	now: number,
): Promise<boolean> {
	const { meta } = await env.DB.prepare(
		`INSERT INTO incident_read (user_id, incident_id, version, at) SELECT ?1, i.id, ?4, ?5 ${SEEN} AND i.id = ?3 AND i.version >= ?4 ON CONFLICT DO UPDATE SET at = CASE WHEN excluded.version > version THEN excluded.at ELSE at END, version = max(version, excluded.version)`,
	)
		.bind(userId, now - SHOWN_MS, id, version, now)
		.run()
	return meta.changes > 0
}
