import { timingSafeEqual } from 'node:crypto'
import type { Env } from '../env.ts'
import { lengthPrefixed, macOf } from '../kit/hash.ts'

/**
 * What support signs: links to files, keys of conversations without an account, addresses for answers by mail, and
 * the ids of what must not come twice. All under a key derived for this alone, each for one purpose.
 */

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'
/** Letters and digits of ids and MACs: 80 bits. */
const LENGTH = 16
export const TICKET_ID = /^[a-z2-7]{16}$/
/** A link is good for one to two of these: it stays the same for a while, so that a page need not load pictures anew. */
const FILE_MS = 5 * 60_000

/** 80 bits in letters that survive mail programs, which change upper case to lower. */
export function signed(env: Env, purpose: string, ...parts: string[]): string {
	const secret = macOf(Buffer.from(env.AUTH_SECRET, 'utf8'))('support')
	const bytes = macOf(secret)(lengthPrefixed([purpose, ...parts]))
	return [...bytes.subarray(0, LENGTH)].map((byte) => ALPHABET[byte & 31]).join('')
}

/** Whether a text is what we signed, in a time that tells nothing of where it differs. */
export function isSigned(env: Env, given: string, purpose: string, ...parts: string[]): boolean {
	const right = Buffer.from(signed(env, purpose, ...parts))
	const other = Buffer.from(given)
	return other.length === right.length && timingSafeEqual(right, other)
}

/** The key with which a person without an account reads and answers a ticket. It is in the mails to that person. */
export const ticketKey = (env: Env, ticketId: string): string => signed(env, 'ticket', ticketId)
export const isTicketKey = (env: Env, ticketId: string, key: string): boolean =>
	TICKET_ID.test(ticketId) && isSigned(env, key, 'ticket', ticketId)

/** Path of a file for one reader, for a few minutes. */
export function fileLink(env: Env, fileId: string, reader: string, now: number): string {
	const until = String((Math.floor(now / FILE_MS) + 2) * FILE_MS)
	const query = new URLSearchParams({ until, reader, mac: signed(env, 'file', fileId, reader, until) })
	return `/api/support/files/${fileId}?${query}`
}

/** The reader for whom such a link was made; null where it is forged or too old. */
export function readerOf(
	env: Env,
	fileId: string,
	query: (name: string) => string | undefined,
	now: number,
): string | null {
	const {
		until = '',
		reader = '',
		mac = '',
	} = { until: query('until'), reader: query('reader'), mac: query('mac') }
	if (!isSigned(env, mac, 'file', fileId, reader, until)) return null
	return Number(until) > now ? reader : null
}

/** Where answers to a ticket's mails go; null where this deployment takes no mail. */
export function replyAddress(env: Env, ticketId: string): string | null {
	const [name, host] = (env.SUPPORT_MAIL ?? '').split('@')
	return name && host ? `${name}+${ticketId}.${signed(env, 'mail', ticketId)}@${host}` : null
}

/** The ticket to which an address belongs; null for every other address. */
export function ticketOfAddress(env: Env, address: string): string | null {
	const [, id = '', mac = ''] = /\+([a-z2-7]{16})\.([a-z2-7]{16})@[^@]+$/.exec(address.toLowerCase()) ?? []
	return id !== '' && isSigned(env, mac, 'mail', id) ? id : null
}
