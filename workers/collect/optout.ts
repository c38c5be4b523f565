import { OPT_OUT_COOKIE, signalsOf } from '../privacy/signals.ts'
import { personOf } from '../privacy/visitor.ts'
import { optIn, optOut } from '../site/client.ts'
import { lookup } from '../store/directory.ts'
import { parseAgent } from './agent.ts'
import { OPEN } from './answers.ts'
import { isUnreadable, readJson } from './body.ts'
import { hostOf } from './page.ts'
import { type Door, senderFor } from './receive.ts'

/** A choice is kept for 13 months, as long as anything may be; then it is asked for anew. */
const CHOICE_SECONDS = 13 * 30 * 86_400

/**
 * `POST /api/optout` and `/api/optin` with `{"d":"SITE"}`. From now on today's visitor is refused (or let in)
 * by the site's object, and what today holds of it is erased; where the door lies under the site's own host a
 * cookie carries the choice beyond today.
 * @returns 200 `{"optedOut":boolean}`; 400 where no such site is named.
 */
export async function takeChoice(door: Door, out: boolean): Promise<Response> {
	const { env, request } = door
	const body = await readJson(request)
	const named =
		isUnreadable(body) || typeof body !== 'object' || body === null ? null : (body as { d?: unknown }).d
	const entry = typeof named === 'string' ? await lookup(env, hostOf(named.trim())) : null
	if (!entry) return Response.json({ error: 'd must name a site' }, { status: 400, headers: OPEN })
	const { address } = await senderFor(door, entry)
	const person = personOf(address, parseAgent(request.headers.get('user-agent') ?? ''))
	const who = { person, cookie: null }
	await (out ? optOut(env, entry, who) : optIn(env, entry, who))
	const secure = new URL(request.url).protocol === 'https:' ? '; Secure' : ''
	const life = out ? CHOICE_SECONDS : 0
	const cookie = `${OPT_OUT_COOKIE}=1; Path=/; Max-Age=${life}; SameSite=Lax${secure}`
	// Changing nothing sets nothing: a cookie that is not there need not be taken away.
	const changes = out || signalsOf(request.headers).optOut
	return Response.json(
		{ optedOut: out },
		{ headers: { ...OPEN, tk: 'U', ...(changes ? { 'set-cookie': cookie } : {}) } },
	)
}
