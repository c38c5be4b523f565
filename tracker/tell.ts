import { announce, type Consent, consent, keep, last, optedOut, ownId, refuses } from './choice.ts'
import { options } from './options.ts'
import { silent } from './quiet.ts'
import { data } from './script.ts'
import type { Callback, Result } from './send.ts'
import { inTurn } from './turn.ts'

/** The last decision, as it came. */
let heard = ''

/**
 * What `send` does, for the script with consent: in its turn, with choice and id as they are when it goes out, and
 * with an ear for the answer.
 * @param to the endpoint beside the one for events; that one if none is named.
 */
export const sendInTurn = (body: string, tries: number, callback?: Callback, to?: string): Promise<unknown> =>
	inTurn(async () => {
		// Refused while it waited.
		if (!to && silent()) return callback?.()
		const c = consent
		const id = ownId()
		const fields = JSON.parse(body)
		const result: Result = await fetch(
			to ? `${options.endpoint}`.replace(/[^/]*$/, to) : (options.endpoint as string),
			{
				method: 'POST',
				body: JSON.stringify({
					// Under GPC or DNT a page view is a number and nothing else.
					...(!fields.s && { c, ck: id || +(!data.path && navigator.cookieEnabled) }),
					...fields,
				}),
				keepalive: true,
				// On the site's own path the id is in a cookie that HTTP sets.
				credentials: data.path ? 'same-origin' : 'omit',
				referrerPolicy: 'no-referrer',
			},
		).catch((error) => ({ error }))
		if (tries < 3 && !((result.status as number) < 429))
			setTimeout(sendInTurn, 1000 * 4 ** tries, body, tries + 1, undefined, to)
		const { headers } = result as Response
		if (!to && headers) hear(headers, c, id)
		callback?.(result)
	})

/**
 * Takes the answer to an event in, and keeps the id that it gives: once, and unless another tab was faster.
 * @param asked the choice that was sent.
 * @param id the id that was sent.
 */
const hear = (headers: Headers, asked: Consent, id: string | undefined): void => {
	const decision = headers.get('x-jitt-decision') || ''
	const given = headers.get('x-jitt-cookie')
	// The visitor has refused meanwhile what this gives.
	if (refuses() || (asked !== consent && consent !== 'granted')) {
		if (/^c/.test(decision)) end(given)
		return
	}
	if (given && id === ownId()) keep('jitt', given)
	if (!decision || (last.outcome && decision === heard)) return
	heard = decision
	for (const [, key, value] of `outcome=${decision}`.matchAll(/(\w+)=([^;]*)/g)) last[key as 'reason'] = value
	// The site no longer gives ids: the one that is left goes.
	if (last.reason === 'lightweight' && ownId()) keep('jitt', '', 0)
	announce()
}

/** Tells the door of a choice: `optin`, `optout`, `consent`; or asks for its `status`. */
export const tell = (to: string, callback?: Callback, ck?: string | null): unknown =>
	sendInTurn(JSON.stringify({ d: data.domain || location.hostname, ck }), 0, callback, to)

/** Ends an id: here at once, at the door with the next message. */
export const end = (id: string | null | undefined = ownId()): void => {
	if (ownId()) keep('jitt', '', 0)
	tell(optedOut() ? 'optout' : 'consent', undefined, id)
}
