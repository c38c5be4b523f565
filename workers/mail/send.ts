import type { Env } from '../env.ts'
import type { Letter } from './letter.ts'

/**
 * Sends a letter to one address. A mail that cannot be sent is told by `false` and in the log, without the
 * address: whoever needs to know it arrived asks again.
 */
export async function sendMail(env: Env, to: string, { subject, text, html }: Letter): Promise<boolean> {
	if (!env.MAIL || !env.MAIL_FROM) {
		console.warn('mail is not set up: nothing was sent')
		return false
	}
	try {
		await env.MAIL.send({ from: env.MAIL_FROM, to, subject, text, html })
		return true
	} catch (error) {
		console.warn('a mail could not be sent', error instanceof Error ? error.name : '')
		return false
	}
}
