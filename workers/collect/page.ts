import type { Params } from '../model/event.ts'
import { paramsOf, parseAddress } from './address.ts'

/** A page's address, taken apart: what is stored of it, and what is only looked at. */
export interface PageParts {
	/** Lower case, without `www.`; `(none)` where the address names no host. */
	hostname: string
	/** URI-decoded path, with the fragment in hash mode. Never a query string. */
	page: string
	/** For source and campaign; dropped after enrichment. */
	search: Params
}

export const URL_BYTES = 2000
export const REFERRER_LENGTH = 2000
export const NO_HOST = '(none)'

/** Stands in where an address is relative: the name can never be registered (RFC 6761). */
const BASE = 'http://relative.invalid'
const HAS_SCHEME = /^[a-z][a-z0-9+.-]*:/i

/**
 * Takes an address apart; the text says why it cannot be used.
 * @param hash the fragment is part of the page (applications that route by it).
 */
export function partsOf(address: string, hash: boolean): PageParts | string {
	if (exceeds(address, URL_BYTES)) return `must have at most ${URL_BYTES} bytes`
	const absolute = HAS_SCHEME.test(address)
	const url = absolute ? parseAddress(address) : URL.parse(address, BASE)
	if (!url) return 'must be a valid url'
	if (url.protocol === 'data:') return 'scheme is not allowed'
	const path = decode(url.pathname).trimEnd() || '/'
	const host = absolute ? hostOf(url.hostname) : ''
	return {
		hostname: host || NO_HOST,
		page: clean(hash ? path + decode(url.hash) : path),
		search: paramsOf(url.search),
	}
}

/** A host as it is stored. */
export function hostOf(host: string): string {
	const lower = host.toLowerCase()
	return lower.startsWith('www.') ? lower.slice(4) : lower
}

/** What is not valid percent-encoding stays as it was sent. */
function decode(text: string): string {
	if (!text.includes('%')) return text
	try {
		return decodeURIComponent(text)
	} catch {
		return text
	}
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/

/** Without control characters and lone surrogates: neither survives SQLite, JSON and CSV unharmed. */
export function clean(text: string): string {
	const formed = text.toWellFormed()
	return CONTROL.test(formed) ? formed.replace(new RegExp(CONTROL, 'g'), '') : formed
}

const TITLE_LENGTH = 200

/** A page's title as it is stored: one line of at most 200 characters; blank where there is none. */
export const titleOf = (value: unknown): string =>
	typeof value === 'string'
		? clean(value.slice(0, TITLE_LENGTH * 5).replace(/\s+/g, ' '))
				.trim()
				.slice(0, TITLE_LENGTH)
				.toWellFormed()
				.trimEnd()
		: ''

/** Whether a text has more than `limit` bytes in UTF-8. */
export const exceeds = (text: string, limit: number): boolean =>
	text.length > limit || (text.length * 3 > limit && Buffer.byteLength(text) > limit)
