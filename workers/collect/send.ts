import { OPEN } from './answers.ts'
import { BODY_BYTES, isUnreadable, readJson } from './body.ts'
import { type Door, type Outcome, receive } from './receive.ts'
import { parseSend } from './umami.ts'

/**
 * The second door: `POST /api/send` and `/api/batch` for Umami's tracker. Its answers are those that tracker
 * knows, but the ids in them are blank: they would follow a person through the day.
 */

const STORED = { cache: '', sessionId: '', visitId: '' }
const MAX_BATCH = 100

/** `POST /api/send`: one body. */
export async function takeSend(door: Door): Promise<Response> {
	const body = await readJson(door.request)
	if (isUnreadable(body))
		return badRequest(`the body could not be read as JSON of at most ${BODY_BYTES} bytes`)
	return await one(door, body)
}

/** `POST /api/batch`: a list of the same bodies, one after another; always 200 with what became of each. */
export async function takeBatch(door: Door): Promise<Response> {
	const body = await readJson(door.request)
	if (!Array.isArray(body)) return badRequest('the body must be a JSON list')
	if (body.length > MAX_BATCH) return badRequest(`at most ${MAX_BATCH} events`)
	const details: { index: number; response: unknown }[] = []
	for (const [index, item] of body.entries()) {
		const answer = await one(door, item)
		if (!answer.ok) details.push({ index, response: await answer.json() })
	}
	const errors = details.length
	return json({ size: body.length, processed: body.length - errors, errors, details, cache: '' })
}

async function one(door: Door, body: unknown): Promise<Response> {
	const parsed = parseSend(body)
	if (!parsed.ok) return badRequest(parsed.error)
	if ('ignored' in parsed.value) return json(STORED)
	return told(await receive(door, parsed.value.beacon))
}

function told({ dropped }: Outcome): Response {
	const [reason] = dropped
	switch (reason) {
		case undefined:
			return json(STORED)
		case 'bot':
			return json({ beep: 'boop' }, reason)
		case 'not_found':
			return badRequest('Website not found.')
		case 'unavailable':
			return failure(503, 'service-unavailable', 'Try again')
		default:
			return json(STORED, reason)
	}
}

function json(value: unknown, reason?: string): Response {
	const headers = {
		...OPEN,
		tk: 'N',
		...(reason ? { 'x-plausible-dropped': '1', 'x-jitt-reason': reason } : {}),
	}
	return Response.json(value, { headers })
}

const badRequest = (message: string): Response => failure(400, 'bad-request', message)

const failure = (status: 400 | 503, code: string, message: string): Response =>
	Response.json(
		{ error: { message, code, status } },
		{ status, headers: status === 503 ? { ...OPEN, 'retry-after': '5' } : OPEN },
	)
