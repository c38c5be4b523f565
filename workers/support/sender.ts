/** Whether a mail is from whom it says, and from a person. */

/** Whose word counts: Email Routing writes what it found into the first header of this kind. */
const AUTHORITY = 'mx.cloudflare.net'

interface Header {
	key: string
	value: string
}

/**
 * Whether Email Routing found proof that a mail comes from the domain of its sender: DMARC, or else DKIM or SPF for
 * that very domain (RFC 7489, 3.1: what passes for another domain proves nothing of this one).
 * @param headers in the order of the mail: only the topmost result is the platform's, a sender can write others.
 */
export function isProved(headers: readonly Header[], address: string): boolean {
	const domain = domainOf(address)
	const result = headers.find(({ key }) => key === 'authentication-results')?.value ?? ''
	const [authority = '', ...methods] = result.replaceAll(/\([^()]*\)/g, ' ').split(';')
	if (authority.trim().split(/\s+/)[0]?.toLowerCase() !== AUTHORITY || domain === '') return false
	return methods.some((method) => proves(method.trim().toLowerCase(), domain))
}

function proves(method: string, domain: string): boolean {
	const [verdict, ...properties] = method.split(/\s+/)
	const property = (name: string): string =>
		properties
			.find((one) => one.startsWith(`${name}=`))
			?.slice(name.length + 1)
			.replaceAll('"', '') ?? ''
	if (verdict === 'dmarc=pass') return property('header.from') === domain
	if (verdict === 'spf=pass') return domainOf(property('smtp.mailfrom')) === domain
	if (verdict !== 'dkim=pass') return false
	const signer = property('header.d') || property('header.i').replace(/^.*@/, '')
	return signer.includes('.') && (signer === domain || domain.endsWith(`.${signer}`))
}

const domainOf = (address: string): string => address.toLowerCase().split('@').at(1) ?? ''

/** Senders that are no persons: answering them, or being answered by them, goes in circles. */
const MACHINE = /^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)(\+.*)?@/i

/** Whether a mail was written by a program: an absence note, a bounce, a list (RFC 3834, RFC 2076). */
export function isAutomatic(headers: readonly Header[], envelopeFrom: string): boolean {
	const value = (key: string) =>
		headers
			.find((one) => one.key === key)
			?.value.trim()
			.toLowerCase()
	const submitted = value('auto-submitted')
	return (
		envelopeFrom === '' ||
		envelopeFrom === '<>' ||
		MACHINE.test(envelopeFrom) ||
		(submitted !== undefined && submitted !== 'no') ||
		/^(bulk|junk|list|auto_reply)$/.test(value('precedence') ?? '') ||
		['x-autoreply', 'x-autorespond', 'x-auto-response-suppress', 'list-id', 'x-loop', 'feedback-id'].some(
			(key) => value(key) !== undefined,
		)
	)
}
