import { createHash, createHmac, randomBytes } from 'node:crypto'

/** HMAC-SHA-256, synchronous: one call on the beacon path must not open a gap for other requests. */
export const hmac = (key: Uint8Array, text: string): Uint8Array =>
	createHmac('sha256', key).update(text, 'utf8').digest()

/** SHA-256 of a UTF-8 text as lower-case hexadecimal (64 characters). */
export const sha256Hex = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/** `n` random bytes from the platform's CSPRNG. */
export const random = (n: number): Uint8Array => randomBytes(n)

/** A random integer in 1 … 2^53 − 1, exact in JavaScript, SQLite and a JSON number. */
export function randomNumber(): number {
	const words = crypto.getRandomValues(new Uint32Array(2))
	return ((words[0] ?? 0) & 0x1fffff) * 0x1_0000_0000 + (words[1] ?? 0) || 1
}

/** Joins parts so that no two different lists give the same text: each part is preceded by its length. */
export const lengthPrefixed = (parts: readonly string[]): string =>
	parts.map((part) => `${part.length}:${part}`).join('')
