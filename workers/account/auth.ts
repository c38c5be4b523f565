import { waitUntil } from 'cloudflare:workers'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { createEmailVerificationToken } from 'better-auth/api'
import { betterAuth } from 'better-auth/minimal'
import { magicLink } from 'better-auth/plugins/magic-link'
import { drizzle } from 'drizzle-orm/d1'
import { z } from 'zod'
import type { Env } from '../env.ts'
import { random } from '../kit/hash.ts'
import { accountExists, newPassword } from '../mail/words/en/account.ts'
import { account, session, user, verification } from '../store/schema/account.ts'
import { twoFactor } from '../store/schema/factors.ts'
import { LINK, linkTo, pageOf, tell, write } from './letters.ts'
import { hashPassword, PASSWORD_LENGTH, verifyPassword } from './password.ts'
import { entry, secondFactor } from './plugins.ts'
import { sendLeave, sendProof, startAnew } from './prove.ts'
import { sendSignInLink } from './sign-in-link.ts'
import { ownTeam } from './teams.ts'

const SECRET_LENGTH = 32
const SESSION_DAYS = 14
const DAY_SECONDS = 86_400
const PROOF_SECONDS = LINK.addressHours * 3600

/** Prefix of our cookies: `jitt.session_token`, with `__Secure-` before it over https. */
export const COOKIE_PREFIX = 'jitt'

/**
 * better-auth for one request. Never kept between requests: isolates are shared and its adapter holds the
 * request's database binding.
 * @throws when `AUTH_SECRET` or `APP_URL` is not usable: a mistake in configuration, never a caller's fault.
 */
export function authOf(env: Env, request: Request) {
	if (!env.AUTH_SECRET || env.AUTH_SECRET.length < SECRET_LENGTH) {
		throw new Error(`AUTH_SECRET must have at least ${SECRET_LENGTH} characters`)
	}
	const home = homeOf(env, request)
	const db = drizzle(env.DB, { casing: 'snake_case' })
	/** The last password that was hashed: where an address is taken, the library tells nobody the new one's hash. */
	const hashed = { last: '' }
	return betterAuth({
		appName: 'Jitt',
		baseURL: home,
		basePath: '/api/auth',
		secret: env.AUTH_SECRET,
		trustedOrigins: [...originsOf(env, request)],
		database: drizzleAdapter(db, {
			provider: 'sqlite',
			schema: { user, session, account, verification, twoFactor },
			// D1 has no interactive transactions.
			transaction: false,
		}),
		emailAndPassword: {
			enabled: true,
			// One answer whether the address is taken or not: nobody learns who has an account.
			autoSignIn: false,
			minPasswordLength: PASSWORD_LENGTH.min,
			maxPasswordLength: PASSWORD_LENGTH.max,
			password: {
				hash: async (password) => {
					hashed.last = await hashPassword(password)
					return hashed.last
				},
				verify: verifyPassword,
			},
			requireEmailVerification: true,
			onExistingUserSignUp: async ({ user }, request) => {
				const { email } = user
				if (user.emailVerified) {
					const links = { signIn: pageOf(env, '/sign-in'), reset: pageOf(env, '/forgot') }
					await write(env, email, accountExists({ email, ...links }))
					return
				}
				const { name } = z.object({ name: z.string() }).parse(await request?.json())
				await startAnew(env, user.id, name, hashed.last)
				const jwt = await createEmailVerificationToken(env.AUTH_SECRET, email, undefined, PROOF_SECONDS, {
					userId: user.id,
				})
				await sendProof(env, { ...user, name }, jwt)
			},
			resetPasswordTokenExpiresIn: LINK.resetHours * 3600,
			sendResetPassword: async ({ user: { email }, token }) => {
				const link = linkTo(env, 'new-password', token)
				await write(env, email, newPassword({ email, link, hours: LINK.resetHours }))
			},
			revokeSessionsOnPasswordReset: true,
			onPasswordReset: ({ user }) => tell(env, user.id, 'password'),
		},
		emailVerification: {
			expiresIn: PROOF_SECONDS,
			sendOnSignUp: true,
			sendOnSignIn: true,
			autoSignInAfterVerification: true,
			sendVerificationEmail: ({ user, token }) => sendProof(env, user, token),
		},
		user: {
			additionalFields: { leavingAt: { type: 'date', required: false, input: false } },
			changeEmail: {
				enabled: true,
				sendChangeEmailConfirmation: ({ user, newEmail, token }) => sendLeave(env, user, newEmail, token),
			},
		},
		// What stands in letters and cookies is not what stands in the database.
		verification: { storeIdentifier: 'hashed' },
		plugins: [
			magicLink({
				expiresIn: LINK.signInMinutes * 60,
				storeToken: 'hashed',
				generateToken: () => Buffer.from(random(32)).toString('base64url'),
				// Not awaited: an answer must not take longer where there is an account.
				sendMagicLink: ({ email, token }, context) =>
					waitUntil(sendSignInLink(env, email, nameIn(context?.body), token)),
			}),
			secondFactor(),
			entry(),
		],
		session: { expiresIn: SESSION_DAYS * DAY_SECONDS, updateAge: DAY_SECONDS },
		databaseHooks: {
			user: {
				create: {
					// A link to sign in by may outlive its account: it makes no new one without a name.
					before: async ({ name }) => name.trim() !== '',
					after: async ({ id, name, createdAt }) => {
						await db.batch(ownTeam(db, id, name, createdAt))
					},
				},
			},
			// The table has no columns for them; this keeps them from being asked for.
			session: { create: { before: async () => ({ data: { ipAddress: undefined, userAgent: undefined } }) } },
		},
		advanced: {
			cookiePrefix: COOKIE_PREFIX,
			useSecureCookies: home.startsWith('https:'),
			defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
			ipAddress: { disableIpTracking: true },
			backgroundTasks: { handler: (task) => waitUntil(task) },
			// It would insist on the two columns that we leave out.
			database: { validateSchema: false },
		},
		// Its limiter counts by address, which we do not let it see: `attempts.ts` counts instead.
		rateLimit: { enabled: false },
		telemetry: { enabled: false },
		// Otherwise it prints them, with the values of the statement that failed.
		onAPIError: { throw: true },
		// Its messages quote e-mail addresses and origins of requests. Failures are logged by the counter.
		logger: { disabled: true },
	})
}

/** The name that somebody gave who asks for a link to sign up by. */
const nameIn = (body: unknown): string | null =>
	z.object({ name: z.string().min(1) }).safeParse(body).data?.name ?? null

/** Origins whose pages may act with the session cookie: the dashboard's, and on a developer's machine our own. */
export function originsOf(env: Env, request: Request): Set<string> {
	const origins = new Set<string>()
	if (env.APP_URL) origins.add(new URL(env.APP_URL).origin)
	if (env.LOCAL === '1') origins.add(new URL(request.url).origin)
	return origins
}

const homeOf = (env: Env, request: Request): string =>
	new URL(env.LOCAL === '1' ? request.url : env.APP_URL).origin
