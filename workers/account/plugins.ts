import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { z } from 'zod'

/** What better-auth has no part for, or not quite ours. */

/**
 * Codes of an authenticator app, with recovery codes. The library asks for them after a password only; a link in
 * a letter proves no more than a mailbox, so it asks after that as well. (A passkey proves the person by itself.)
 */
export function secondFactor() {
	const plugin = twoFactor({ issuer: 'Jitt', allowPasswordless: true })
	const after = plugin.hooks.after.map((hook) => ({
		...hook,
		matcher: (context: Parameters<typeof hook.matcher>[0]) =>
			hook.matcher(context) || context.path === '/magic-link/verify',
	}))
	return { ...plugin, hooks: { after } }
}

/** Signs in whom we have proved ourselves (`passkeys.ts`), with the session and cookie of any other sign-in. */
export const entry = () => ({
	id: 'jitt-entry',
	endpoints: {
		enter: createAuthEndpoint.serverOnly(
			{ method: 'POST', body: z.object({ userId: z.string() }) },
			async (c) => {
				const { internalAdapter } = c.context
				const user = await internalAdapter.findUserById(c.body.userId)
				if (!user) return c.json({ entered: false })
				const session = await internalAdapter.createSession(user.id)
				await setSessionCookie(c, { session, user })
				return c.json({ entered: true })
			},
		),
	},
})
