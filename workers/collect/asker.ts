import type { Choice } from '../model/event.ts'
import type { SiteEntry } from '../model/policy.ts'
import { personOf } from '../privacy/visitor.ts'
import type { Who } from '../site/choices.ts'
import { lookup } from '../store/directory.ts'
import { parseAgent } from './agent.ts'
import { OPEN } from './answers.ts'
import { isUnreadable, readJson } from './body.ts'
import { choiceOf } from './choice.ts'
import { cookieOf } from './cookies.ts'
import { hostOf } from './page.ts'
import { type Door, senderFor } from './receive.ts'
import type { Sender } from './sender.ts'

/** A visitor who asks something for itself. */
export interface Asker {
	entry: SiteEntry
	who: Who
	choice: Choice
	sender: Sender
	/** The id came in a cookie that HTTP has set. */
	hasCookie: boolean
	/** What else the body says. */
	said: Record<string, unknown>
}

/**
 * Who asks, by `{"d":"SITE","c"?,"ck"?}`. A page speaks for its own site only: another's `Origin` is refused
 * before anything is looked at.
 */
export async function askerOf(door: Door): Promise<Asker | Response> {
	const body = await readJson(door.request)
	if (isUnreadable(body) || typeof body !== 'object' || body === null) return noSite()
	return await asker(door, body as Record<string, unknown>)
}

/** The same where the site is named in the query (`?d=`): nobody but a cookie says who asks. */
export const askerOfQuery = (door: Door): Promise<Asker | Response> =>
	asker(door, { d: new URL(door.request.url).searchParams.get('d') })

async function asker(door: Door, said: Record<string, unknown>): Promise<Asker | Response> {
	const { env, request } = door
	const name = typeof said.d === 'string' ? hostOf(said.d.trim()) : ''
	const entry = name === '' ? null : await lookup(env, name)
	if (!entry) return noSite()
	if (!speaksFor(request, [entry.domain, name])) {
		return problem(403, 'a page may ask for its own site only')
	}
	const sender = await senderFor(door, entry)
	const person = personOf(sender.address, parseAgent(request.headers.get('user-agent') ?? ''))
	const own = door.own ? cookieOf(request) : null
	const choice = choiceOf(said)
	const who = { person, cookie: own ?? choice.cookie }
	return { entry, who, choice, sender, hasCookie: own !== null, said }
}

/** Whether the page that asks is the site's, one below it, or of the door's own host. Servers name no origin. */
function speaksFor({ headers, url }: Request, sites: string[]): boolean {
	const origin = headers.get('origin')
	if (origin === null) return true
	if (!URL.canParse(origin)) return false
	const host = new URL(origin).hostname
	if (host === new URL(url).hostname) return true
	return sites.some((site) => {
		const [siteHost = ''] = site.split(/[/:]/, 1)
		return host === siteHost || host.endsWith(`.${siteHost}`)
	})
}

const noSite = (): Response => problem(400, 'd must name a site')

/** A refusal that a script can read. */
export const problem = (status: number, error: string, headers: Record<string, string> = {}): Response =>
	Response.json({ error }, { status, headers: { ...OPEN, ...headers } })
