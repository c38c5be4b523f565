import { env } from 'cloudflare:workers'
import { afterAll, beforeAll } from 'vitest'

/** A mail that the Worker sent in a test. */
export interface Caught {
	/** The address alone. */
	from: string
	to: string
	subject: string
	text: string
	html: string
	replyTo?: string
}

/**
 * For tests, at the top of a file: every mail of the file's tests ends up in the returned list, newest last,
 * instead of the local runtime's own store, which no Worker can read.
 */
export function catchMail(): Caught[] {
	const caught: Caught[] = []
	const { MAIL } = env
	beforeAll(() => {
		const send = async (mail: Omit<Caught, 'from'> & { from: string | { email: string } }) => {
			caught.push({ ...mail, from: typeof mail.from === 'string' ? mail.from : mail.from.email })
			return { messageId: '' }
		}
		Object.assign(env, { MAIL: { send } })
	})
	afterAll(() => {
		Object.assign(env, { MAIL })
	})
	return caught
}

/** The mails to an address, newest first. */
export const sentTo = (caught: readonly Caught[], address: string): Caught[] =>
	caught.filter(({ to }) => to === address).reverse()

/** The first address in a mail that begins so: the one to follow. @throws where there is none. */
export function linkIn({ text }: { text: string }, start = 'http'): string {
	const link = text.match(/https?:\/\/\S+/g)?.find((one) => one.startsWith(start))
	if (!link) throw new Error('the mail holds no such link')
	return link
}
