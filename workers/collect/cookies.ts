import { OPT_OUT_COOKIE } from '../privacy/signals.ts'
import { idOf } from './choice.ts'

/**
 * The cookies that HTTP reads and sets. The id stands on a site's own path to Jitt only: there it is first-party,
 * out of reach for scripts, and browsers keep it (https://webkit.org/tracking-prevention/).
 */

/** 390 days: less than 13 months, the longest that authorities grant; an id is never prolonged. */
const SECONDS = 33_696_000

/**
 * A page of the same origin, or a person's own hand (`none`); old browsers do not say
 * (https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header).
 */
export function isOwnPage(headers: Headers): boolean {
	const from = headers.get('sec-fetch-site')
	return from === null || from === 'same-origin' || from === 'none'
}

/** The id in a request's cookie; null where there is none that could have been drawn here. */
export function cookieOf({ headers, url }: Request): string | null {
	const cookies = headers.get('cookie')
	if (cookies === null) return null
	const start = `${nameFor(url)}=`
	for (const part of cookies.split(';')) {
		const pair = part.trim()
		if (pair.startsWith(start)) return idOf(pair.slice(start.length))
	}
	return null
}

/** `set-cookie` that gives an id. To be sent once. */
export const giveCookie = ({ url }: Request, id: string): string =>
	`${nameFor(url)}=${id}; Path=/; Max-Age=${SECONDS}; HttpOnly; SameSite=Lax${secureFor(url)}`

/** `set-cookie` that takes the id away. */
export const takeCookie = ({ url }: Request): string =>
	`${nameFor(url)}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${secureFor(url)}`

/** `set-cookie` that remembers an opt-out, or forgets it. There is no identifier in it. */
export const optOutCookie = ({ url }: Request, out: boolean): string =>
	`${OPT_OUT_COOKIE}=1; Path=/; Max-Age=${out ? SECONDS : 0}; SameSite=Lax${secureFor(url)}`

/** Browsers take a name with `__Host-` over https only. */
const nameFor = (url: string): string => (isSecure(url) ? '__Host-jitt' : 'jitt')

const secureFor = (url: string): string => (isSecure(url) ? '; Secure' : '')

const isSecure = (url: string): boolean => url.startsWith('https:')
