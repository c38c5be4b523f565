import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'

/** A mail that a local instance sent, to nobody but its own store. */
export interface SentMail {
	from: string
	to: string[]
	subject: string
	text: string
	html: string
	replyTo?: string
	/** ISO 8601, UTC. */
	sentAt: string
}

/**
 * The mails that the instance on this state has sent since it was started, newest first. They lie where wrangler's
 * local e-mail binding puts them, in the state's folder for what is temporary.
 * @param address only those to this one.
 */
export function mails(state: string, address?: string): SentMail[] {
	const found = globSync('tmp/**/email-store/**/*.sqlite', { cwd: state }).flatMap((file) =>
		read(join(state, file)),
	)
	const to = address?.toLowerCase()
	return found
		.filter((mail) => to === undefined || mail.to.some((one) => one.toLowerCase() === to))
		.sort((a, b) => b.sentAt.localeCompare(a.sentAt))
}

/**
 * Waits for a mail to an address whose subject matches.
 * @param since only mails sent at or after it, ms since the epoch: those before may have been used.
 * @throws when none comes in time.
 */
export async function mailTo(
	state: string,
	address: string,
	subject: RegExp,
	{ since = 0, withinMs = 10_000 } = {},
): Promise<SentMail> {
	for (const until = Date.now() + withinMs; ; await wait(100)) {
		const mail = mails(state, address).find(
			(one) => subject.test(one.subject) && Date.parse(one.sentAt) >= since,
		)
		if (mail) return mail
		if (Date.now() > until) {
			const had = mails(state, address).map((one) => one.subject)
			throw new Error(`no mail ${subject} came to ${address}; it has ${JSON.stringify(had)}`)
		}
	}
}

/** The first link in a mail's text. @throws where it holds none. */
export function linkOf({ text }: SentMail): string {
	const link = /https?:\/\/\S+/.exec(text)?.[0]
	if (!link) throw new Error('the mail holds no link')
	return link
}

function read(file: string): SentMail[] {
	if (!existsSync(file)) return []
	const database = new DatabaseSync(file, { readOnly: true })
	try {
		const rows = database.prepare(`select data from emails where kind = 'sent' order by seq desc`).all()
		return rows.map(({ data }) => JSON.parse(String(data)) as SentMail)
	} catch (error) {
		// The runtime keeps other things in such files too, and makes the table with the first mail.
		if (error instanceof Error && /no such table/.test(error.message)) return []
		throw error
	} finally {
		database.close()
	}
}
