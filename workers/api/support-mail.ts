import type { Env } from '../env.ts'
import { receiveMail } from '../support/inbound.ts'

/**
 * A mail that Email Routing brought: an answer to one of ours goes into its ticket, everything else back to its
 * sender with one line that says why. Nothing of it is logged.
 */
export async function takeMail(message: ForwardableEmailMessage, env: Env): Promise<void> {
	const done = await receiveMail(env, message, Date.now())
	if (!done.ok) message.setReject(done.error.message)
}
