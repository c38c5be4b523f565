import { and, eq, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { csvLine } from '../kit/csv.ts'
import type { ExportFile, Kept, Part, Subject } from '../model/part.ts'
import { apiKey, guest, member, team, user } from '../store/schema/account.ts'
import { site } from '../store/schema/catalog.ts'
import { accessLog, invitation, supportGrant } from '../store/schema/teams.ts'
import { eraseTeam } from './teams.ts'

/** Teams, memberships, invitations, API keys and the access log. The sites themselves: `catalog/part.ts`. */
export const part: Part = { name: 'teams', take, erase }

const DAY_MS = 86_400_000
const json = (value: unknown): string => `${JSON.stringify(value, null, '\t')}\n`

async function* take(env: Env, { userId, teamIds }: Subject): AsyncGenerator<ExportFile> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [memberships, guests, keys, [me]] = await db.batch([
		db
			.select({ id: team.id, name: team.name, role: member.role, since: member.createdAt })
			.from(member)
			.innerJoin(team, eq(team.id, member.teamId))
			.where(eq(member.userId, userId)),
		db
			.select({ site: site.domain, role: guest.role, since: guest.createdAt })
			.from(guest)
			.innerJoin(site, eq(site.id, guest.siteId))
			.where(eq(guest.userId, userId)),
		db
			.select({
				...{ name: apiKey.name, prefix: apiKey.prefix, scopes: apiKey.scopes, createdAt: apiKey.createdAt },
				...{ lastUsedAt: apiKey.lastUsedAt, expiresAt: apiKey.expiresAt },
			})
			.from(apiKey)
			.where(eq(apiKey.userId, userId)),
		db.select({ email: user.email }).from(user).where(eq(user.id, userId)),
	])
	yield { path: 'teams/memberships.json', content: json({ teams: memberships, guest_of: guests }) }
	yield { path: 'teams/api-keys.json', content: json(keys) }
	const invitations = await db
		.select({
			...{ kind: invitation.kind, email: invitation.email, role: invitation.role },
			...{ createdAt: invitation.createdAt, expiresAt: invitation.expiresAt },
		})
		.from(invitation)
		.where(or(eq(invitation.invitedBy, userId), eq(invitation.email, me?.email.toLowerCase() ?? '')))
	yield { path: 'teams/invitations.json', content: json(invitations) }
	yield { path: 'teams/my-accesses.csv', content: await logOf(env, userId, null) }
	for (const id of teamIds) yield* teamFiles(env, id)
}

/** What there is of a team that goes with the person. */
async function* teamFiles(env: Env, id: string): AsyncGenerator<ExportFile> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [[of], members, grants] = await db.batch([
		db.select().from(team).where(eq(team.id, id)),
		db
			.select({ name: user.name, email: user.email, role: member.role, since: member.createdAt })
			.from(member)
			.innerJoin(user, eq(user.id, member.userId))
			.where(eq(member.teamId, id)),
		db
			.select({
				...{ reason: supportGrant.reason, createdAt: supportGrant.createdAt },
				...{ expiresAt: supportGrant.expiresAt, endedAt: supportGrant.endedAt },
			})
			.from(supportGrant)
			.where(eq(supportGrant.teamId, id)),
	])
	if (!of) return
	yield { path: `teams/${id}/team.json`, content: json({ ...of, members, support_access: grants }) }
	yield { path: `teams/${id}/access-log.csv`, content: await logOf(env, null, id) }
}

/** The access log of a person or a team. A year has at most some ten thousand rows of it. */
async function logOf(env: Env, userId: string | null, teamId: string | null): Promise<string> {
	const rows = await drizzle(env.DB, { casing: 'snake_case' })
		.select({ log: accessLog, domain: site.domain, name: user.name })
		.from(accessLog)
		.leftJoin(site, and(eq(site.id, accessLog.siteId), eq(site.teamId, accessLog.teamId)))
		.leftJoin(user, eq(user.id, accessLog.userId))
		.where(teamId === null ? eq(accessLog.userId, userId ?? '') : eq(accessLog.teamId, teamId))
		.orderBy(accessLog.day, accessLog.firstAt)
	const lines = rows.map(({ log, domain, name }) =>
		csvLine([
			...[new Date(log.day * DAY_MS).toISOString().slice(0, 10), domain, log.kind, name],
			...[log.firstAt.toISOString(), log.lastAt.toISOString(), log.count],
		]),
	)
	return csvLine(['day', 'site', 'kind', 'person', 'first_at', 'last_at', 'minutes']) + lines.join('')
}

/**
 * Teams that go with the person go whole. Elsewhere memberships, visits, keys and invitations end; in the logs of
 * others' teams the looks stay, without the name. Before the account's own row: invitations are found by its address.
 */
async function erase(env: Env, { userId, teamIds }: Subject): Promise<Kept[]> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	for (const id of teamIds) await eraseTeam(env, id)
	const [me] = await db.select({ email: user.email }).from(user).where(eq(user.id, userId))
	await db.batch([
		db.delete(member).where(eq(member.userId, userId)),
		db.delete(guest).where(eq(guest.userId, userId)),
		db.delete(apiKey).where(eq(apiKey.userId, userId)),
		db
			.delete(invitation)
			.where(or(eq(invitation.invitedBy, userId), eq(invitation.email, me?.email.toLowerCase() ?? ''))),
		db.update(supportGrant).set({ grantedBy: '' }).where(eq(supportGrant.grantedBy, userId)),
		// Of the key only the credential told two of the person's browsers apart: it stays, and names nobody.
		db.update(accessLog).set({ userId: '' }).where(eq(accessLog.userId, userId)),
	])
	return []
}
