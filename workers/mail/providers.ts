import { z } from 'zod'
import type { Env } from '../env.ts'
import type { Letter } from './letter.ts'

/** A letter with the addresses that it goes from and to. */
export interface Message extends Letter {
	from: string
	to: string
}

/**
 * What became of a letter. `refused`: the provider knows that the address takes no mail of ours, and nobody else
 * need try. `failed`: it may go better elsewhere or later.
 */
export type Delivery = 'sent' | 'refused' | 'failed'

/** Carries letters. @throws whatever goes wrong on the way: for the caller that is `failed`. */
interface Provider {
	name: string
	send(message: Message, patience: AbortSignal): Promise<Delivery>
}

/** Those that are set up, in the order in which they are tried. */
export function providersOf(env: Env): Provider[] {
	return [
		...(env.MAIL ? [binding(env.MAIL)] : []),
		...(env.MAIL_HTTP_URL && env.MAIL_HTTP_TOKEN ? [http(env.MAIL_HTTP_URL, env.MAIL_HTTP_TOKEN)] : []),
	]
}

/** Cloudflare's e-mail binding (https://developers.cloudflare.com/email-service/api/send-emails/workers-api/). */
const binding = (mail: SendEmail): Provider => ({
	name: 'binding',
	async send({ from, to, subject, text, html, replyTo }) {
		try {
			const sender = senderOf(from)
			await mail.send({ from: sender, to, subject, text, html, ...(replyTo ? { replyTo } : {}) })
			return 'sent'
		} catch (error) {
			const code = error instanceof Error && 'code' in error ? error.code : null
			if (code === 'E_RECIPIENT_SUPPRESSED') return 'refused'
			throw error
		}
	},
})

/** `Name <address>` in the parts that the binding asks for. */
function senderOf(from: string): string | { name: string; email: string } {
	const [, name, email] = /^([^<]+?)\s*<([^<>]+)>$/.exec(from) ?? []
	return name && email ? { name, email } : from
}

const answer = z.object({ ErrorCode: z.number() })
/** The recipient has been made inactive by a bounce or a complaint. */
const INACTIVE = 406

/** A provider that takes mail as Postmark does (https://postmarkapp.com/developer/api/email-api). */
const http = (url: string, token: string): Provider => ({
	name: 'http',
	async send({ from, to, subject, text, html, replyTo }, signal) {
		const said = await fetch(url, {
			method: 'POST',
			headers: {
				...{ accept: 'application/json', 'content-type': 'application/json' },
				'x-postmark-server-token': token,
			},
			body: JSON.stringify({
				...{ From: from, To: to, Subject: subject, TextBody: text, HtmlBody: html },
				...(replyTo ? { ReplyTo: replyTo } : {}),
				MessageStream: 'outbound',
			}),
			// The token is for this address and no other.
			redirect: 'manual',
			signal,
		})
		const parsed = answer.safeParse(await said.json().catch(() => null))
		if (said.ok && parsed.data?.ErrorCode === 0) return 'sent'
		return parsed.data?.ErrorCode === INACTIVE ? 'refused' : 'failed'
	},
})
