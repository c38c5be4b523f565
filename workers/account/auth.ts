import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { betterAuth } from 'better-auth/minimal'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { account, session, user, verification } from '../store/schema/account.ts'
import { hashPassword, PASSWORD_LENGTH, verifyPassword } from './password.ts'
import { ownTeam } from './teams.ts'

const SECRET_LENGTH = 32
const SESSION_DAYS = 14
const DAY_SECONDS = 86_400

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
	return betterAuth({
		appName: 'Jitt',
		baseURL: home,
		basePath: '/api/auth',
		secret: env.AUTH_SECRET,
		trustedOrigins: [...originsOf(env, request)],
		database: drizzleAdapter(db, {
			provider: 'sqlite',
			schema: { user, session, account, verification },
			// D1 has no interactive transactions.
			transaction: false,
		}),
		emailAndPassword: {
			enabled: true,
			// One answer whether the address is taken or not: nobody learns who has an account.
			autoSignIn: false,
			minPasswordLength: PASSWORD_LENGTH.min,
			maxPasswordLength: PASSWORD_LENGTH.max,
			password: { hash: hashPassword, verify: verifyPassword },
		},
		session: { expiresIn: SESSION_DAYS * DAY_SECONDS, updateAge: DAY_SECONDS },
		databaseHooks: {
			user: {
				create: {
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
			// It would insist on the two columns that we leave out.
			database: { validateSchema: false },
		},
		// Its limiter counts by address, which we do not let it see: `attempts.ts` counts instead.
		rateLimit: { enabled: false },
		telemetry: { enabled: false },
		// Its messages quote e-mail addresses and origins of requests. Failures are logged by the counter.
		logger: { disabled: true },
	})
}

/** Origins whose pages may act with the session cookie: the dashboard's, and on a developer's machine our own. */
export function originsOf(env: Env, request: Request): Set<string> {
	const origins = new Set<string>()
	if (env.APP_URL) origins.add(new URL(env.APP_URL).origin)
	if (env.LOCAL === '1') origins.add(new URL(request.url).origin)
	return origins
}

const homeOf = (env: Env, request: Request): string =>
	new URL(env.LOCAL === '1' ? request.url : env.APP_URL).origin
