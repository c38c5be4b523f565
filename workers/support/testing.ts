import { exports } from 'cloudflare:workers'

/** For tests of support: what people send. */

/** The smallest picture there is: 1 × 1, PNG. */
export const PNG = new Uint8Array(
	Buffer.from(
		'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
		'base64',
	),
)

/** Sends a file up as a page does. */
export const upload = (
	path: string,
	headers: Record<string, string>,
	name: string,
	bytes: Uint8Array,
	size = bytes.byteLength,
): Promise<Response> =>
	exports.default.fetch(`http://jitt.test${path}?${new URLSearchParams({ name, size: String(size) })}`, {
		method: 'POST',
		headers: { origin: 'http://jitt.test', ...headers },
		body: bytes,
	})

/** A new message with a key of its own. */
export const saying = (text: string, more: object = {}) => ({ text, key: crypto.randomUUID(), ...more })
