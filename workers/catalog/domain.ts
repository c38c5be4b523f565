import { domainToUnicode } from 'node:url'

const MAX_DOMAIN = 253
/** One label of a host name. Underscores are no letters of the standard, but such hosts exist and browsers open them. */
const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/
const DIGITS = /^\d+$/

/**
 * A site's name as it is kept: a host name in lower case and ASCII, without scheme, path, final dot and a
 * leading `www.`. Null where the text is no such name, or has a port or a password.
 * @param local accept `localhost`, names below it and `127.0.0.1`: on a developer's machine only, since on a
 * shared instance whoever owned `localhost` would receive every developer's traffic.
 */
export function normaliseDomain(text: string, local: boolean): string | null {
	if (text.length > 2 * MAX_DOMAIN + 50) return null
	const bare = text.trim().replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
	const host = /^[^/?#\\]*/.exec(bare)?.[0] ?? ''
	if (host === '' || /[@:\s]/.test(host)) return null
	const ascii =
		toAscii(host)
			?.replace(/\.$/, '')
			.replace(/^www\./, '') ?? ''
	if (ascii.length > MAX_DOMAIN) return null
	const labels = ascii.split('.')
	if (!labels.every((label) => LABEL.test(label))) return null
	if (local && (labels.at(-1) === 'localhost' || ascii === '127.0.0.1')) return ascii
	if (labels.at(-1) === 'localhost' || DIGITS.test(labels.at(-1) ?? '')) return null
	return labels.length >= 2 ? ascii : null
}

/** The spellings under which trackers may send a domain: as kept, and in the letters its owner writes. */
export function spellingsOf(domain: string): string[] {
	const unicode = domainToUnicode(domain)
	return unicode && unicode !== domain ? [domain, unicode] : [domain]
}

/** The URL parser lower-cases, decodes and turns other scripts into punycode, by the same rules as browsers. */
function toAscii(host: string): string | null {
	try {
		return new URL(`http://${host}`).hostname
	} catch {
		return null
	}
}
