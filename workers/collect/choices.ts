import { signalsOf } from '../privacy/signals.ts'
import { optIn, optOut, statusOf, withdraw } from '../site/client.ts'
import { OPEN } from './answers.ts'
import { type Asker, askerOf, problem } from './asker.ts'
import { isOwnPage, optOutCookie, takeCookie } from './cookies.ts'
import type { Door } from './receive.ts'

/**
 * What visitors choose, by `{"d":"SITE","c"?,"ck"?}`: `POST optout`, `optin`, `consent`, `status`, below `/api/`
 * and below a site's own path. 400 where no such site is named, 403 for the page of another.
 */

/** Tells of a change (https://www.w3.org/TR/tracking-dnt/#Tk-header-defn, `U`). */
const CHANGED = { ...OPEN, tk: 'U' }

/**
 * From now on the visitor is refused (or let in) by the site's object, and what can be tied to it is erased; the
 * cookie carries the choice where the door lies under the site's own host.
 */
export const takeOptOut = (door: Door): Promise<Response> => takeOpt(door, true)
export const takeOptIn = (door: Door): Promise<Response> => takeOpt(door, false)

const takeOpt = (door: Door, out: boolean): Promise<Response> =>
	withAsker(door, async ({ entry, who, hasCookie }) => {
		const { env, request } = door
		await (out ? optOut(env, entry, who) : optIn(env, entry, who))
		const answer = Response.json({ optedOut: out }, { headers: CHANGED })
		// Changing nothing sets nothing: a cookie that is not there need not be taken away.
		const changes = out || signalsOf(request.headers).optOut
		if (changes && isOwnPage(request.headers)) answer.headers.append('set-cookie', optOutCookie(request, out))
		if (out && hasCookie) answer.headers.append('set-cookie', takeCookie(request))
		return answer
	})

/** A choice that has changed. Who takes a grant back, or never gave one, ends the id that it shows. */
export const takeConsent = (door: Door): Promise<Response> =>
	withAsker(door, async ({ entry, who, choice: { consent }, hasCookie }) => {
		const ends = consent !== 'granted' && who.cookie !== null
		if (ends) await withdraw(door.env, entry, who, consent)
		const answer = Response.json({ consent }, { headers: ends ? CHANGED : OPEN })
		if (ends && hasCookie) answer.headers.append('set-cookie', takeCookie(door.request))
		return answer
	})

/** What would be kept of a beacon now, and why. Records nothing. */
export const takeStatus = (door: Door): Promise<Response> =>
	withAsker(door, async ({ entry, who, choice: { consent }, sender: { place } }) => {
		const signals = signalsOf(door.request.headers, consent)
		const status = await statusOf(door.env, entry, { signals, place, who })
		if (!status) return problem(400, 'd must name a site')
		const { mode, outcome, reason, rule, policyVersion, optedOut } = status
		const signal = signals.gpc ? 'gpc' : signals.dnt ? 'dnt' : null
		return Response.json(
			{ mode, outcome, reason, rule, policyVersion, consent, optedOut, signal },
			{ headers: { ...OPEN, 'cache-control': 'no-store' } },
		)
	})

/** Answers an asker, or says what is wrong with it; an object out of reach is asked again later. */
async function withAsker(door: Door, answer: (asker: Asker) => Promise<Response>): Promise<Response> {
	const asker = await askerOf(door)
	return asker instanceof Response ? asker : await whenReached(() => answer(asker))
}

/** Nothing that a stranger sends is an error of ours; but where something is out of reach we say so. */
export async function whenReached(answer: () => Promise<Response>): Promise<Response> {
	try {
		return await answer()
	} catch (error) {
		console.warn('a visitor’s choice waits', error instanceof Error ? error.message : '')
		return problem(503, 'try again', { 'retry-after': '5' })
	}
}
