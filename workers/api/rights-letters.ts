import { and, eq, inArray } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { letterOf, type Wording } from '../mail/letter.ts'
import { queueMail } from '../mail/queue.ts'
import { sendMail } from '../mail/send.ts'
import { deletionAsked, deletionDone, deletionNear, exportReady } from '../mail/words/en/data.ts'
import type { Deletion } from '../rights/deletions.ts'
import type { Export } from '../rights/exports.ts'
import type { DeletionReceipt } from '../rights/receipts.ts'
import { member, user } from '../store/schema/account.ts'
import { site } from '../store/schema/catalog.ts'

/** Letters about exports and deletions: to whom they go, and with which links. */

/** What a deletion is of, and who hears of it: known before it begins, since afterwards nobody is left. */
export interface Told {
	of: string
	addresses: string[]
}

const ACCOUNT = 'your account'
const PAGE = '/account/data'

export async function tellExportReady(env: Env, ready: Export): Promise<void> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [person] = await db.select({ email: user.email }).from(user).where(eq(user.id, ready.userId))
	const of = ready.siteId === null ? ACCOUNT : ((await domainOf(env, ready.siteId)) ?? 'a site')
	const letter = exportReady({ of, link: linkTo(env, PAGE), until: instant(ready.expiresAt) })
	if (person) await send(env, [person.email], letter, `export ${ready.id}`)
}

/** Of an account its holder; of a site all owners of its team, for any of them can take the deletion back. */
export async function toldOf(env: Env, { kind, siteId, userId, teamIds }: Deletion): Promise<Told> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	if (kind === 'account') {
		const people = await db.select({ email: user.email }).from(user).where(eq(user.id, userId))
		return { of: ACCOUNT, addresses: people.map(({ email }) => email) }
	}
	const people = await db
		.select({ email: user.email })
		.from(member)
		.innerJoin(user, eq(user.id, member.userId))
		.where(and(inArray(member.teamId, teamIds), eq(member.role, 'owner')))
	return { of: (await domainOf(env, siteId ?? 0)) ?? 'a site', addresses: people.map(({ email }) => email) }
}

export async function tellAsked(env: Env, row: Deletion): Promise<void> {
	const { of, addresses } = await toldOf(env, row)
	const letter = deletionAsked({ of, due: instant(row.dueAt), link: linkTo(env, PAGE) })
	await send(env, addresses, letter, `deletion ${row.id} asked`)
}

export async function tellNear(env: Env, row: Deletion): Promise<void> {
	const { of, addresses } = await toldOf(env, row)
	const letter = deletionNear({ of, due: instant(row.dueAt), link: linkTo(env, PAGE) })
	await send(env, addresses, letter, `deletion ${row.id} near`)
}

/** Not by the queue, which would remember the address of an account that is gone. */
export async function tellDone(env: Env, { of, addresses }: Told, receipt: DeletionReceipt): Promise<void> {
	const letter = deletionDone({
		...{ of, number: receipt.number, link: linkTo(env, `/receipts/${receipt.number}`) },
		backupsUntil: receipt.backups_until?.slice(0, 10) ?? null,
		kept: receipt.kept.map(({ what, why, until }) => `${what}: ${why}, until ${until.slice(0, 10)}`),
	})
	for (const address of addresses) await sendMail(env, address, letterOf(letter))
}

async function send(env: Env, addresses: readonly string[], wording: Wording, about: string): Promise<void> {
	for (const address of addresses) await queueMail(env, address, letterOf(wording), about, Date.now())
}

async function domainOf(env: Env, siteId: number): Promise<string | null> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [row] = await db.select({ domain: site.domain }).from(site).where(eq(site.id, siteId))
	return row?.domain ?? null
}

const linkTo = (env: Env, path: string): string => new URL(path, env.APP_URL).href

/** `5 December 2026, 10:00 UTC` */
const instant = (at: Date): string =>
	`${at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })}, ${at.toISOString().slice(11, 16)} UTC`
