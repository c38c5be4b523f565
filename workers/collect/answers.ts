import type { FieldError } from './plausible.ts'
import type { Outcome, Told } from './receive.ts'

/** Any page may send, none may read anything but this, and no cookie comes along. */
export const OPEN = {
	'access-control-allow-origin': '*',
	'access-control-expose-headers': 'x-plausible-dropped, x-jitt-reason, x-jitt-decision, x-jitt-cookie',
} as const

const ACCEPTED = { ...OPEN, 'content-type': 'text/plain; charset=utf-8' }

const RETRY_SECONDS = '5'

/** Answers a browser that asks before it sends (https://fetch.spec.whatwg.org/#http-cors-protocol). */
export const preflight = (): Response =>
	new Response(null, {
		status: 204,
		headers: {
			...OPEN,
			'access-control-allow-methods': 'POST, GET, OPTIONS',
			'access-control-allow-headers': 'content-type, authorization, x-umami-cache, x-debug-request',
			'access-control-max-age': '86400',
		},
	})

/**
 * 202 says that everything kept is safe; a drop is a normal answer with its reasons. Only where no site could
 * be reached the sender is asked to try again: nothing of it was kept. Beside that stands what was decided, and
 * an id where the sender is to keep one.
 */
export function accepted(outcome: Outcome): Response {
	const { kept, dropped, decision, newCookie } = outcome
	const headers: Record<string, string> = { ...ACCEPTED }
	// Nothing follows a person but an id: `N` = not tracking (https://www.w3.org/TR/tracking-dnt/#Tk-header-defn).
	if (decision?.outcome !== 'cookie') headers.tk = 'N'
	if (decision) headers['x-jitt-decision'] = spell(decision)
	if (newCookie !== null) headers['x-jitt-cookie'] = newCookie
	if (dropped.length === 0) return new Response('ok', { status: 202, headers })
	const reasons = [...new Set(dropped)]
	if (kept === 0 && reasons.length === 1 && reasons[0] === 'unavailable') {
		headers['retry-after'] = RETRY_SECONDS
		return new Response('try again', { status: 503, headers })
	}
	headers['x-plausible-dropped'] = String(dropped.length)
	headers['x-jitt-reason'] = reasons.join(';')
	return new Response('ok', { status: 202, headers })
}

/** `light; reason=fallback; rule=FR; policy=3`; the door refuses without having read a policy. */
const spell = ({ outcome, reason, rule, policyVersion }: Told): string =>
	`${outcome}; reason=${reason}; rule=${rule}${policyVersion === null ? '' : `; policy=${policyVersion}`}`

/** The documented shape of a bad field: a list of texts, but one text for the request as a whole. */
export const fieldError = ({ field, message }: FieldError): Response =>
	Response.json(
		{ errors: { [field]: field === 'request' ? message : [message] } },
		{ status: 400, headers: OPEN },
	)
