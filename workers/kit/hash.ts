import { createHash, randomBytes } from 'node:crypto'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'

/** HMAC-SHA-256 of a UTF-8 text under one key: 32 bytes. */
export type Mac = (text: string) => Uint8Array

const utf8 = new TextEncoder()

/**
 * A MAC for many texts. Synchronous: one call on the beacon path must not open a gap for other requests. As
 * fast as the platform's (4 µs, `createHmac` in workerd), which makes a stream and a native object for each
 * text that live until the next full collection.
 */
export function macOf(key: Uint8Array): Mac {
	const keyed = hmac.create(sha256, key)
	const scratch = keyed.clone()
	return (text) => {
		keyed._cloneInto(scratch)
		return scratch.update(utf8.encode(text)).digest()
	}
}

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
