import { timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { z } from 'zod'
import { spend } from '../account/attempts.ts'
import { sha256Hex } from '../kit/hash.ts'
import { meaningOf } from '../mail/events.ts'
import { choicesOf, choose } from '../mail/preferences.ts'
import { clearSuppression, suppress, suppressionOf } from '../mail/suppression.ts'
import { addressOf } from '../rights/person.ts'
import type { Counter, CounterContext } from './access.ts'
import { readJsonFields } from './body.ts'
import { failure } from './errors.ts'

/** Mail from outside (bounces, complaints), and what a person gets by mail. */

/** Who says that an address works again should know: a mailbox that bounces ours thrice a day hurts all others. */
const RETRIES = { name: 'mail retry', limit: 3, windowSeconds: 86_400 }

/** `POST /api/mail/events`: the HTTP provider tells of a bounce or a complaint, by Basic authentication. */
export async function postMailEvent(c: Context<Counter>): Promise<Response> {
	const secret = c.env.MAIL_WEBHOOK_SECRET
	if (!secret) return failure(c, { kind: 'not_found', message: 'There is nothing here' })
	if (!isSecret(c.req.header('authorization') ?? '', secret)) {
		return failure(c, { kind: 'unauthorized', message: 'Wrong credentials' })
	}
	const body = await readJsonFields(c.req.raw)
	if (!body.ok) return failure(c, body.error)
	const meaning = meaningOf(body.value)
	if (meaning === undefined) return failure(c, { kind: 'invalid', message: 'This is no event' })
	if (meaning) await suppress(c.env, meaning.address, meaning.reason, Date.now())
	return c.json({ ok: true })
}

/** Hashed before they are compared, so that the time tells nothing, not even the length. */
function isSecret(header: string, secret: string): boolean {
	const given = /^Basic ([A-Za-z0-9+/=]{1,400})$/.exec(header)?.[1] ?? ''
	const [, password = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(given, 'base64').toString()) ?? []
	return timingSafeEqual(Buffer.from(sha256Hex(password)), Buffer.from(sha256Hex(secret)))
}

/** `GET /api/account/mail` → where mail goes, whether it arrives, and what was chosen. */
export async function getMail(c: CounterContext): Promise<Response> {
	const { userId } = c.get('caller')
	const address = await addressOf(c.env, userId)
	const [suppression, choices] = await Promise.all([
		address === null ? null : suppressionOf(c.env, address),
		choicesOf(c.env, userId),
	])
	return c.json({ address, suppression, choices })
}

const choiceFields = z.strictObject({ news: z.boolean({ error: 'must be true or false' }) })

/** `PUT /api/account/mail` `{"news": true}` → what is sent beside the mails that the service needs. */
export async function putMail(c: CounterContext): Promise<Response> {
	const body = await readJsonFields(c.req.raw)
	if (!body.ok) return failure(c, body.error)
	const parsed = choiceFields.safeParse(body.value)
	if (!parsed.success) {
		return failure(c, { kind: 'invalid', message: 'news: must be true or false', field: 'news' })
	}
	await choose(c.env, c.get('caller').userId, parsed.data)
	return getMail(c)
}

/** `POST /api/account/mail/retry`: the person says that the account's address works again. */
export async function postMailRetry(c: CounterContext): Promise<Response> {
	const { userId } = c.get('caller')
	const wait = await spend(c.env, [{ rule: RETRIES, subject: userId }], Date.now())
	if (wait !== null) {
		const message = 'This was tried often today: try again tomorrow, or change the address'
		return failure(c, { kind: 'rate_limited', message, retryAfterSeconds: wait })
	}
	const address = await addressOf(c.env, userId)
	if (address !== null) await clearSuppression(c.env, address)
	return getMail(c)
}
