import { options } from './options.ts'

/** What a callback is told of the first attempt; nothing where nothing was sent. */
export type Callback = (result?: Result) => void

export type Result = { status?: number; error?: unknown } | Response

/**
 * Sends one beacon. What fails (no network, 429, 5xx) is tried three times more, after 1, 4 and 16 seconds, out
 * of memory: nothing is stored for later.
 */
export const send = async (body: string, tries: number, callback?: Callback): Promise<void> => {
	// A text goes as text/plain: no preflight. No referrer: to our own host it would be the whole address.
	const result: Result = await fetch(options.endpoint as string, {
		method: 'POST',
		body,
		keepalive: true,
		credentials: 'omit',
		referrerPolicy: 'no-referrer',
	}).catch((error) => ({ error }))
	if (CORE) return
	// No status is no answer; the few codes between 429 and 500 mean nothing else here.
	if (tries < 3 && !((result.status as number) < 429)) setTimeout(send, 1000 * 4 ** tries, body, tries + 1)
	callback?.(result)
}
