import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { letterOf, type Wording } from '../mail/letter.ts'
import { sendMail } from '../mail/send.ts'
import { type Change, changed } from '../mail/words/en/account.ts'
import { user } from '../store/schema/account.ts'

/** How long the links in letters work. */
export const LINK = { addressHours: 24, resetHours: 1, signInMinutes: 15 } as const

/** The dashboard's pages that links in letters lead to. */
export type LinkPage = 'confirm' | 'sign-in-link' | 'new-password'

/**
 * A link to a page of ours: by the configured address, whatever host the request named. The token is in the
 * fragment, which browsers send to no server: it gets into no log and no `Referer`.
 */
export const linkTo = (env: Env, page: LinkPage, token: string): string =>
	`${new URL(env.APP_URL).origin}/${page}#${token}`

/** An address of the dashboard. */
export const pageOf = (env: Env, path: `/${string}`): string => new URL(path, env.APP_URL).href

export const write = (env: Env, to: string, wording: Wording): Promise<boolean> =>
	sendMail(env, to, letterOf(wording))

/** Tells an account that something of its security was changed. */
export async function tell(env: Env, userId: string, change: Change): Promise<void> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [row] = await db.select({ email: user.email }).from(user).where(eq(user.id, userId))
	if (row) await tellAt(env, row.email, change)
}

/** The same at an address that is not the account's any more. */
export async function tellAt(env: Env, email: string, change: Change): Promise<void> {
	await write(env, email, changed({ email, change, security: pageOf(env, '/account/security') }))
}
