import type { Beacon } from '../model/event.ts'
import { lookup } from '../store/directory.ts'
import { accepted, fieldError, OPEN } from './answers.ts'
import { isUnreadable, readJson } from './body.ts'
import { cookieOf, giveCookie, takeCookie } from './cookies.ts'
import { parseEvent } from './plausible.ts'
import { type Door, receive, refuseAll, senderFor } from './receive.ts'
import { ownSender } from './sender.ts'

/** `POST /api/event`, and `event` below a site's own path: the events format, also our tracker's. */
export async function takeEvent(door: Door): Promise<Response> {
	const body = await readJson(door.request)
	if (door.request.headers.get('x-debug-request') === 'true') return await tellAddress(door, body)
	if (isUnreadable(body))
		return fieldError({ field: 'request', message: 'the body could not be read as JSON' })
	const parsed = parseEvent(body)
	if (!parsed.ok) return fieldError(parsed.error)
	if ('silence' in parsed.value) {
		const { domains, reason } = parsed.value.silence
		return accepted(await refuseAll(door, domains, reason, reason))
	}
	const { beacon } = parsed.value
	return door.own ? await byCookie(door, beacon) : accepted(await receive(door, beacon))
}

/** On the site's own path the id is in a cookie that HTTP has set; the script's own stands behind it. */
async function byCookie(door: Door, beacon: Beacon): Promise<Response> {
	const { request } = door
	const cookie = cookieOf(request)
	const { choice } = beacon
	const own = { ...choice, cookie: cookie ?? choice.cookie, keepsCookie: true }
	const { newCookie, ...outcome } = await receive(door, { ...beacon, choice: own })
	const answer = accepted({ ...outcome, newCookie: null })
	if (newCookie !== null) answer.headers.append('set-cookie', giveCookie(request, newCookie))
	const refused = choice.consent === 'cookieless' || choice.consent === 'denied'
	if (refused && cookie !== null) answer.headers.append('set-cookie', takeCookie(request))
	return answer
}

/** Records nothing and answers with the address that the beacon's (first) site would use. */
async function tellAddress(door: Door, body: unknown): Promise<Response> {
	const parsed = parseEvent(body)
	const [name] = parsed.ok && 'beacon' in parsed.value ? parsed.value.beacon.domains : []
	const entry = name === undefined ? null : await lookup(door.env, name)
	const { address } = entry ? await senderFor(door, entry) : ownSender(door.request)
	return new Response(address, { headers: { ...OPEN, 'content-type': 'text/plain; charset=utf-8' } })
}
