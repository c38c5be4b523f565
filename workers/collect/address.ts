import type { Params } from '../model/event.ts'

/**
 * Addresses as the URL standard reads them (https://url.spec.whatwg.org/). Plain ones are taken apart here,
 * all others by `URL`: each `URL` is an object of the runtime that lives until its next full collection, and a
 * beacon brings two of them and their parameters. `address.test.ts` holds the two against each other.
 */

export type Address = Pick<URL, 'protocol' | 'host' | 'hostname' | 'pathname' | 'search' | 'hash'>

/**
 * Lower-case host of a name (its last label begins with a letter: no IPv4 address), no port, no user, and only
 * characters that stand in path, query and fragment as they are.
 */
const PLAIN =
	/^(https?:)\/\/((?:[a-z0-9-]+\.)*[a-z][a-z0-9-]*)(\/[\w.~!$&'()*+,;=:@/%-]*)?(\?[\w.~!$&()*+,;=:@/?%-]*)?(#[\w.~!$&'()*+,;=:@/?%-]*)?$/
/** Segments that a path is folded by, written out or encoded; and names in punycode, which may be invalid. */
const FOLDED = /\/\.|\/%2e|xn--/i

/** Takes an absolute address apart; null where it is none. */
export function parseAddress(text: string): Address | null {
	const found = PLAIN.exec(text)
	if (!found || FOLDED.test(text)) return URL.parse(text)
	const [, protocol = '', host = '', pathname = '/', search = '', hash = ''] = found
	return {
		protocol,
		host,
		hostname: host,
		pathname,
		search: search === '?' ? '' : search,
		hash: hash === '#' ? '' : hash,
	}
}

const ENCODED = /[%+]/
const NONE: Params = new Map()

/** The parameters of a query string with its question mark; the first of a name counts. */
export function paramsOf(search: string): Params {
	if (search === '') return NONE
	if (ENCODED.test(search)) return new URLSearchParams(search)
	const params = new Map<string, string>()
	for (const part of search.slice(1).split('&')) {
		if (part === '') continue
		const equals = part.indexOf('=')
		const name = equals < 0 ? part : part.slice(0, equals)
		if (!params.has(name)) params.set(name, equals < 0 ? '' : part.slice(equals + 1))
	}
	return params
}
