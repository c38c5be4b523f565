import { sha256Hex } from '../kit/hash.ts'
import type { SiteEntry } from '../model/policy.ts'
import { NOWHERE, type Place, placeOf } from './place.ts'

/** Whether a caller may name visitors' addresses on a site's behalf. */
export type Trust = (entry: SiteEntry) => boolean | Promise<boolean>

/** Where a beacon comes from, as the site that takes it believes it. Held in memory only. */
export interface Sender {
	address: string
	place: Place
}

/** Any address anybody may have: IPv4, or IPv6 with or without a zone. */
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|(?=.{2,45}(?:%|$))[0-9a-f]*:[0-9a-f:.]*(?:%[\w.-]{1,20})?)$/i

/** The sender as Cloudflare saw it. */
export const ownSender = (request: Request): Sender => ({
	address: request.headers.get('cf-connecting-ip') ?? '',
	place: placeOf(request.cf),
})

/**
 * The sender as a trusted caller names it; null where it names none. Its place is unknown: `request.cf` tells
 * where the caller's server stands.
 */
export function namedSender(headers: Headers): Sender | null {
	const named = headers.get('x-plausible-ip') ?? headers.get('x-forwarded-for')?.split(',', 1)[0]
	const address = named === undefined || named === null ? '' : bare(named.trim())
	return ADDRESS.test(address) ? { address, place: NOWHERE } : null
}

/** Without brackets and port: `[2001:db8::1]:443`, `192.0.2.1:80`. */
function bare(address: string): string {
	const bracketed = /^\[([^\]]+)\]/.exec(address)
	if (bracketed) return bracketed[1] ?? ''
	return /^[\d.]+:\d+$/.test(address) ? address.slice(0, address.indexOf(':')) : address
}

/** Trusts a caller that presents the site's ingest token as a bearer. */
export function tokenTrust(headers: Headers): Trust | null {
	const [scheme, token] = (headers.get('authorization') ?? '').split(' ', 2)
	if (scheme?.toLowerCase() !== 'bearer' || !token) return null
	const hash = sha256Hex(token)
	// Hashes of random tokens: comparing them leaks nothing that helps to find one.
	return (entry) => entry.tokenHash === hash
}
