import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { noAccount, signInLink, signUpLink } from '../mail/words/en/account.ts'
import { user } from '../store/schema/account.ts'
import { LINK, linkTo, pageOf, write } from './letters.ts'

/**
 * Sends a link to sign in by to whom has an account, one to create an account by to whom has none and gave a
 * name, and otherwise a letter that says that there is none. Only the mailbox learns which.
 * @param token works once; without a letter that holds it nobody has it.
 */
export async function sendSignInLink(
	env: Env,
	email: string,
	name: string | null,
	token: string,
): Promise<void> {
	const known = await hasAccount(env, email)
	const at = { email, link: linkTo(env, 'sign-in-link', token), minutes: LINK.signInMinutes }
	const wording = known
		? signInLink(at)
		: name
			? signUpLink({ ...at, name })
			: noAccount({ email, signUp: pageOf(env, '/sign-up') })
	await write(env, email, wording)
}

/** Tells a mailbox that it has no account, where it has none. */
export async function writeNoAccount(env: Env, email: string): Promise<void> {
	if (!(await hasAccount(env, email)))
		await write(env, email, noAccount({ email, signUp: pageOf(env, '/sign-up') }))
}

async function hasAccount(env: Env, email: string): Promise<boolean> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	return (await db.$count(user, eq(user.email, email))) > 0
}
