import { lookup } from '../store/directory.ts'
import { accepted, fieldError, OPEN } from './answers.ts'
import { isUnreadable, readJson } from './body.ts'
import { parseEvent } from './plausible.ts'
import { type Door, receive, refuseAll, senderFor } from './receive.ts'
import { ownSender } from './sender.ts'

/** `POST /api/event`: the events format, also our tracker's. */
export async function takeEvent(door: Door): Promise<Response> {
	const body = await readJson(door.request)
	if (door.request.headers.get('x-debug-request') === 'true') return await tellAddress(door, body)
	if (isUnreadable(body))
		return fieldError({ field: 'request', message: 'the body could not be read as JSON' })
	const parsed = parseEvent(body)
	if (!parsed.ok) return fieldError(parsed.error)
	if ('silence' in parsed.value) {
		const { domains, reason } = parsed.value.silence
		return accepted(await refuseAll(door, domains, reason))
	}
	return accepted(await receive(door, parsed.value.beacon))
}

/** Records nothing and answers with the address that the beacon's (first) site would use. */
async function tellAddress(door: Door, body: unknown): Promise<Response> {
	const parsed = parseEvent(body)
	const [name] = parsed.ok && 'beacon' in parsed.value ? parsed.value.beacon.domains : []
	const entry = name === undefined ? null : await lookup(door.env, name)
	const { address } = entry ? await senderFor(door, entry) : ownSender(door.request)
	return new Response(address, { headers: { ...OPEN, 'content-type': 'text/plain; charset=utf-8' } })
}
