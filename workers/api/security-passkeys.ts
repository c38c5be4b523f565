import { waitUntil } from 'cloudflare:workers'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import { authOf, originsOf } from '../account/auth.ts'
import { tell } from '../account/letters.ts'
import {
	addPasskey,
	askPasskey,
	offerPasskey,
	removePasskey,
	renamePasskey,
	userOfPasskey,
} from '../account/passkeys.ts'
import type { AppError } from '../kit/result.ts'
import type { CounterContext } from './access.ts'
import { given } from './auth-hand-over.ts'
import { limited } from './auth-limits.ts'
import { failure } from './errors.ts'
import { freshSession } from './fresh.ts'

const text = (max: number) => z.string({ error: 'must be a text' }).min(1).max(max, { error: 'is too long' })
const passkeyName = text(100).trim().min(1, { error: 'must have 1 to 100 characters' })
const shape = {
	...{ id: text(1400), rawId: text(1400), type: z.literal('public-key') },
	clientExtensionResults: z.object({}).default({}),
}
/** What browsers send (https://www.w3.org/TR/webauthn-3/#dictdef-registrationresponsejson). */
const made = z.object({
	...shape,
	response: z.object({
		clientDataJSON: text(4000),
		attestationObject: text(20_000),
		transports: z.array(text(20)).max(10).exactOptional(),
	}),
}) satisfies z.ZodType<RegistrationResponseJSON>
const answered = z.object({
	...shape,
	response: z.object({
		...{ clientDataJSON: text(4000), authenticatorData: text(4000), signature: text(4000) },
		userHandle: text(200).exactOptional(),
	}),
}) satisfies z.ZodType<AuthenticationResponseJSON>

const MISSING: AppError = { kind: 'not_found', message: 'Passkey could not be found' }
const NOTHING = z.object({})

/** `POST /api/auth/sign-in/passkey/options`: a challenge, for whoever has a passkey here. */
export const askForPasskey = given(NOTHING, async (c) => {
	const no = await limited(c, { network: 'factorAddress' })
	return no ? failure(c, no) : c.json(await askPasskey(c.env, Date.now()))
})

/** `POST /api/auth/sign-in/passkey`: signs in. No second factor: the device has asked for its owner. */
export const signInByPasskey = given(z.object({ response: answered }), async (c, { response }) => {
	const no = await limited(c, { network: 'signInAddress' })
	if (no) return failure(c, no)
	const known = await userOfPasskey(c.env, originsOf(c.env, c.req.raw), response, Date.now())
	if (!known.ok) return failure(c, known.error)
	const body = { userId: known.value }
	const entered = await authOf(c.env, c.req.raw).api.enter({ body, asResponse: true })
	for (const cookie of entered.headers.getSetCookie()) c.header('set-cookie', cookie, { append: true })
	return c.json({ second_factor: false })
})

/** `POST /api/account/passkeys/options`: what a browser needs to make one. */
export const postPasskeyOptions = given(NOTHING, async (c) => {
	const stale = await freshSession(c)
	if (stale) return failure(c, stale)
	const offer = await offerPasskey(c.env, c.get('caller').userId, Date.now())
	return offer.ok ? c.json(offer.value) : failure(c, offer.error)
})

/** `POST /api/account/passkeys`. */
export const postPasskey = given(z.object({ name: passkeyName, response: made }), async (c, fields) => {
	const stale = await freshSession(c)
	if (stale) return failure(c, stale)
	const { userId } = c.get('caller')
	const added = await addPasskey(c.env, originsOf(c.env, c.req.raw), userId, fields, Date.now())
	if (!added.ok) return failure(c, added.error)
	waitUntil(tell(c.env, userId, 'passkey'))
	return c.json({ id: added.value.id, name: added.value.name }, 201)
})

/** `PUT /api/account/passkeys/:id`: its name. */
export const putPasskey = given(z.object({ name: passkeyName }), async (c, { name }) => {
	const named = await renamePasskey(c.env, c.get('caller').userId, idOf(c), name)
	return named ? c.json({ name }) : failure(c, MISSING)
})

/** `DELETE /api/account/passkeys/:id`. */
export async function deletePasskey(c: CounterContext): Promise<Response> {
	const stale = await freshSession(c)
	if (stale) return failure(c, stale)
	const { userId } = c.get('caller')
	if (!(await removePasskey(c.env, userId, idOf(c)))) return failure(c, MISSING)
	waitUntil(tell(c.env, userId, 'passkey_gone'))
	return c.json({ status: 'removed' })
}

const idOf = (c: CounterContext): string => c.req.param('id') ?? ''
