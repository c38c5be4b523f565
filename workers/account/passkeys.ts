import {
	type AuthenticationResponseJSON,
	generateAuthenticationOptions,
	generateRegistrationOptions,
	type RegistrationResponseJSON,
	verifyAuthenticationResponse,
	verifyRegistrationResponse,
	type WebAuthnCredential,
} from '@simplewebauthn/server'
import { and, desc, eq, lt, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { user } from '../store/schema/account.ts'
import { passkey } from '../store/schema/factors.ts'
import { issue, redeem } from './once.ts'

/**
 * Passkeys (https://www.w3.org/TR/webauthn-3/). better-auth's plugin for them does not insist that the device
 * asks for its owner (a fingerprint, a PIN); here it has to, so that a passkey counts as two factors by itself.
 */

const SECONDS = 300
const MAX_PASSKEYS = 20

/** A passkey as its owner may see it. */
export interface SeenPasskey {
	id: string
	name: string
	createdAt: Date
	lastUsedAt: Date | null
}

const WRONG: AppError = {
	...{ kind: 'invalid', field: 'response' },
	message: 'response: this passkey could not be checked: try again',
}
/** Passkeys belong to the host of the dashboard, and to no other. */
const hostOf = (env: Env): string => new URL(env.APP_URL).hostname

export function passkeysOf(env: Env, userId: string): Promise<SeenPasskey[]> {
	return drizzle(env.DB, { casing: 'snake_case' })
		.select({
			id: passkey.id,
			name: passkey.name,
			createdAt: passkey.createdAt,
			lastUsedAt: passkey.lastUsedAt,
		})
		.from(passkey)
		.where(eq(passkey.userId, userId))
		.orderBy(desc(passkey.createdAt), passkey.id)
}

/** What a browser needs to make a passkey for an account. */
export async function offerPasskey(env: Env, userId: string, now: number): Promise<Result<object, AppError>> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [person] = await db.select().from(user).where(eq(user.id, userId))
	if (!person) return fail({ kind: 'not_found', message: 'Account could not be found' })
	const had = await db.select().from(passkey).where(eq(passkey.userId, userId))
	if (had.length >= MAX_PASSKEYS) {
		return fail({
			kind: 'invalid',
			message: `An account has at most ${MAX_PASSKEYS} passkeys: remove one first`,
		})
	}
	const options = await generateRegistrationOptions({
		rpName: 'Jitt',
		rpID: hostOf(env),
		userName: person.email,
		userDisplayName: person.name,
		userID: Buffer.from(userId, 'utf8'),
		excludeCredentials: had.map(({ id, transports }) => ({ id, transports })),
		authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
	})
	await issue(env, 'passkey-add', { userId }, SECONDS, now, options.challenge)
	return ok(options)
}

/** Keeps a passkey that a browser made on such an offer. */
export async function addPasskey(
	env: Env,
	origins: ReadonlySet<string>,
	userId: string,
	given: { name: string; response: RegistrationResponseJSON },
	now: number,
): Promise<Result<SeenPasskey, AppError>> {
	const asked = async (challenge: string) =>
		wasFor(await redeem(env, 'passkey-add', challenge, now)) === userId
	const made = await verifyRegistrationResponse({
		response: given.response,
		expectedChallenge: asked,
		expectedOrigin: [...origins],
		expectedRPID: hostOf(env),
		requireUserVerification: true,
	}).catch(() => null)
	if (!made?.verified) return fail(WRONG)
	const { id, publicKey, counter } = made.registrationInfo.credential
	const transports = (given.response.response.transports ?? []).filter((one) => /^[a-z-]{1,20}$/.test(one))
	const row = {
		...{ id, userId, name: given.name, counter, transports: transports.slice(0, 8) },
		...{ createdAt: new Date(now), lastUsedAt: null },
	}
	const [kept] = await drizzle(env.DB, { casing: 'snake_case' })
		.insert(passkey)
		.values({ ...row, publicKey: Buffer.from(publicKey).toString('base64url') })
		.onConflictDoNothing()
		.returning({ id: passkey.id })
	return kept ? ok(row) : fail({ kind: 'conflict', message: 'This passkey is known already' })
}

/** What a browser needs to sign in by a passkey, whichever account it is of. */
export async function askPasskey(env: Env, now: number): Promise<object> {
	const options = await generateAuthenticationOptions({ rpID: hostOf(env), userVerification: 'required' })
	await issue(env, 'passkey-use', {}, SECONDS, now, options.challenge)
	return options
}

/** The account whose passkey answered. A challenge is answered once; a count that goes back is a copy's. */
export async function userOfPasskey(
	env: Env,
	origins: ReadonlySet<string>,
	response: AuthenticationResponseJSON,
	now: number,
): Promise<Result<string, AppError>> {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [known] = await db.select().from(passkey).where(eq(passkey.id, response.id))
	if (!known) return fail(WRONG)
	const credential: WebAuthnCredential = {
		id: known.id,
		publicKey: new Uint8Array(Buffer.from(known.publicKey, 'base64url')),
		counter: known.counter,
	}
	const checked = await verifyAuthenticationResponse({
		response,
		credential,
		expectedChallenge: async (challenge) => (await redeem(env, 'passkey-use', challenge, now)) !== null,
		expectedOrigin: [...origins],
		expectedRPID: hostOf(env),
		requireUserVerification: true,
	}).catch(() => null)
	if (!checked?.verified) return fail(WRONG)
	const counter = checked.authenticationInfo.newCounter
	const [used] = await db
		.update(passkey)
		.set({ counter, lastUsedAt: new Date(now) })
		// Devices that do not count say 0 each time.
		.where(and(eq(passkey.id, known.id), or(lt(passkey.counter, counter), eq(passkey.counter, 0))))
		.returning({ userId: passkey.userId })
	return used ? ok(used.userId) : fail(WRONG)
}

/** Names one of the account's own passkeys; false where it has none of that id. */
export async function renamePasskey(env: Env, userId: string, id: string, name: string): Promise<boolean> {
	const named = await drizzle(env.DB, { casing: 'snake_case' })
		.update(passkey)
		.set({ name })
		.where(and(eq(passkey.id, id), eq(passkey.userId, userId)))
		.returning({ id: passkey.id })
	return named.length > 0
}

/** Forgets one of the account's own passkeys; false where it has none of that id. */
export async function removePasskey(env: Env, userId: string, id: string): Promise<boolean> {
	const gone = await drizzle(env.DB, { casing: 'snake_case' })
		.delete(passkey)
		.where(and(eq(passkey.id, id), eq(passkey.userId, userId)))
		.returning({ id: passkey.id })
	return gone.length > 0
}

const wasFor = (value: unknown): unknown =>
	typeof value === 'object' && value !== null && 'userId' in value ? value.userId : null
