import { accepted, fieldError } from './answers.ts'
import { isUnreadable, readJson } from './body.ts'
import { parseEvent } from './plausible.ts'
import { type Door, receive, refuseAll } from './receive.ts'

/** `POST /api/event`: the events format, also our tracker's. */
export async function takeEvent(door: Door): Promise<Response> {
	const { headers } = door.request
	if (headers.get('x-debug-request') === 'true') {
		return new Response(headers.get('cf-connecting-ip') ?? '', { headers: { 'content-type': 'text/plain' } })
	}
	const body = await readJson(door.request)
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
