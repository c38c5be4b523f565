import { options } from './options.ts'

/**
 * What may leave the browser of a query: the values that name a campaign, and the names of advertisers' click
 * ids. The value of such an id names a person: the match ends before it.
 */
const ALLOWED = /[?&]((utm_\w+|source|ref)=[^&]*|([gw]braid|(g|fb|tw)clid|msclkid)=)/g

/** The fragment where it is part of the page, without anything in it that looks like a parameter. */
const fragment = (url: URL | Location): string =>
	!CORE && options.hashBasedRouting ? url.hash.replace(/[?&=].*/, '') : ''

/** What makes a page another page. */
export const route = (): string => location.pathname + fragment(location)

/** An address without credentials, and without any parameter or fragment that may not leave the browser. */
export const address = (href: string): string => {
	const url = new URL(href, location.href)
	url.username = url.password = ''
	url.search = (url.search.match(ALLOWED) || []).join('').slice(1)
	url.hash = fragment(url)
	return url.href
}
