import { forget, held } from '../site/client.ts'
import { Allowance } from './allowance.ts'
import { OPEN } from './answers.ts'
import { type Asker, askerOf, askerOfQuery, problem } from './asker.ts'
import { whenReached } from './choices.ts'
import { takeCookie } from './cookies.ts'
import type { Door } from './receive.ts'

/**
 * What is held about a visitor, for the visitor: whoever shows an id owns what is held under it. An id that is
 * not known, another site's or none at all is answered like one that holds nothing: there is nothing to be found
 * out by guessing.
 */

/** Questions an address may ask in a minute, whatever it asks for. Shared by an isolate's requests on purpose. */
const allowance = new Allowance(30)

/** `GET /_j/me?d=SITE` → everything held under the cookie's id, as a file. For the site's own pages alone. */
export const getMe = (door: Door): Promise<Response> => byCookie(door, (asker) => tell(door, asker))

/** `DELETE /_j/me?d=SITE` erases it, and takes the cookie away. */
export const deleteMe = (door: Door): Promise<Response> => byCookie(door, (asker) => erase(door, asker))

/** `POST /api/me` with `{"d":"SITE","ck":"ID","erase"?:true}`: the same for an id that a script keeps. */
export async function postMe(door: Door): Promise<Response> {
	const asker = await askerOf(door)
	if (asker instanceof Response) return asker
	return await whenReached(() => (asker.said.erase === true ? erase(door, asker) : tell(door, asker)))
}

async function byCookie(door: Door, answer: (asker: Asker) => Promise<Response>): Promise<Response> {
	if (!door.own) return problem(403, 'only the site itself may ask')
	const asker = await askerOfQuery(door)
	return asker instanceof Response ? asker : await whenReached(() => answer(asker))
}

async function tell(door: Door, { entry, who, sender }: Asker): Promise<Response> {
	const wait = allowance.ask(sender.address, Date.now())
	if (wait !== null) return tooMany(wait)
	const found = await held(door.env, entry, who.cookie ?? '')
	if (!found.ok) {
		const { error } = found
		return error.kind === 'rate_limited'
			? tooMany(error.retryAfterSeconds)
			: problem(503, 'try again', { 'retry-after': '5' })
	}
	return Response.json(
		{ site: entry.domain, ...found.value },
		{
			headers: {
				...shared(door),
				'cache-control': 'no-store',
				'content-disposition': `attachment; filename="jitt-${entry.domain.replace(/[^\w.-]/g, '_')}.json"`,
				'x-content-type-options': 'nosniff',
			},
		},
	)
}

/** Erasing is never refused. */
async function erase(door: Door, { entry, who, hasCookie }: Asker): Promise<Response> {
	if (who.cookie !== null) await forget(door.env, entry, who.cookie)
	const answer = Response.json({ erased: true }, { headers: { ...shared(door), tk: 'U' } })
	if (hasCookie) answer.headers.append('set-cookie', takeCookie(door.request))
	return answer
}

/** What a cookie proves is nobody's to read but the site's own pages'. */
const shared = ({ own }: Door): Record<string, string> => (own ? {} : OPEN)

const tooMany = (seconds: number): Response =>
	problem(429, 'asked too often', { 'retry-after': String(seconds) })
