import type { Env } from '../env.ts'
import type { Letter } from './letter.ts'
import { type Delivery, providersOf } from './providers.ts'
import { suppress, suppressionOf } from './suppression.ts'

/** What one provider has to take a letter, ms. The request that sends it waits, but not for longer. */
const PATIENCE_MS = 5000

/** One address and nothing that a header could take for more. Whether there is a mailbox only mail itself shows. */
const ADDRESS = /^[^\s\p{Cc}@<>()[\],;:"\\]{1,64}@[^\s\p{Cc}@<>()[\],;:"\\]{1,253}$/u
const CONTROL = /\p{Cc}/u

/**
 * Sends a letter to one address. A mail that cannot be sent is told by `false` and in the log, without the
 * address: whoever needs to know it arrived asks again, and what must arrive goes by `queueMail`. Never throws.
 */
export const sendMail = async (env: Env, to: string, letter: Letter): Promise<boolean> =>
	(await deliver(env, to, letter)) === 'sent'

/**
 * Sends a letter by the first provider that takes it, unless the address is suppressed. Never throws.
 * @param patienceMs what each provider has.
 */
export async function deliver(
	env: Env,
	to: string,
	letter: Letter,
	patienceMs: number = PATIENCE_MS,
): Promise<Delivery> {
	const from = env.MAIL_FROM
	const providers = providersOf(env)
	if (!from || providers.length === 0) {
		console.warn('mail is not set up: nothing was sent')
		return 'failed'
	}
	const { subject, replyTo } = letter
	if (!ADDRESS.test(to) || CONTROL.test(subject) || (replyTo && !ADDRESS.test(replyTo))) {
		console.warn('a mail was refused: its headers would not be what they seem')
		return 'refused'
	}
	try {
		if (await suppressionOf(env, to)) return 'refused'
	} catch (error) {
		// Not knowing is no permission; what matters is sent again.
		console.warn('a mail was not sent: suppressions could not be read', nameOf(error))
		return 'failed'
	}
	for (const { name, send } of providers) {
		const delivery = await within(patienceMs, (signal) => send({ ...letter, from, to }, signal)).catch(
			(error) => {
				console.warn('a mail could not be sent by', name, nameOf(error))
				return 'failed' as const
			},
		)
		if (delivery === 'refused') await suppress(env, to, 'bounce', Date.now()).catch(() => {})
		if (delivery !== 'failed') return delivery
	}
	return 'failed'
}

/** The binding takes no signal: it is left behind. A letter may then arrive twice, which is better than never. */
async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
	const patience = new AbortController()
	let timer: ReturnType<typeof setTimeout> | undefined
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => {
			patience.abort()
			reject(new Error('it took too long'))
		}, ms)
	})
	try {
		return await Promise.race([work(patience.signal), late])
	} finally {
		clearTimeout(timer)
	}
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '')
