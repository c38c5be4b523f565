import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BODY_BYTES, isUnreadable, readJson } from './body.ts'

const request = (body: BodyInit | null, headers: Record<string, string> = {}) =>
	new Request('http://jitt.test/', { method: 'POST', body, headers })
const streamOf = (...parts: (string | Uint8Array)[]) =>
	new ReadableStream<Uint8Array>({
		start(controller) {
			for (const part of parts) {
				controller.enqueue(typeof part === 'string' ? new TextEncoder().encode(part) : part)
			}
			controller.close()
		},
	})

test.each(['application/json', 'text/plain', 'image/gif', ''])('reads JSON sent as "%s"', async (type) => {
	expect(await readJson(request('{"a":1}', { 'content-type': type }))).toEqual({ a: 1 })
})

test('a body of unknown length is read all the same', async () => {
	expect(await readJson(request(streamOf('{"a":', '"b', 'c"}')))).toEqual({ a: 'bc' })
	// A character cut by the border of two chunks.
	expect(await readJson(request(streamOf('"', Uint8Array.of(0xc3), Uint8Array.of(0xa9), '"')))).toBe('é')
})

test('takes as much as is allowed and no byte more', async () => {
	const text = `"${'x'.repeat(BODY_BYTES - 2)}"`
	expect(await readJson(request(text))).toHaveLength(BODY_BYTES - 2)
	expect(await readJson(request(streamOf(text)))).toHaveLength(BODY_BYTES - 2)
	expect(isUnreadable(await readJson(request(`${text} `)))).toBe(true)
	expect(isUnreadable(await readJson(request(streamOf(text, ' '))))).toBe(true)
})

test('an endless body is given up, not waited for', async () => {
	const endless = new ReadableStream<Uint8Array>({ pull: (c) => c.enqueue(new Uint8Array(10_000)) })
	expect(isUnreadable(await readJson(request(endless)))).toBe(true)
})

test.each(['', '{', 'pageview', '{"a":1}x', "{'a':1}"])('"%s" is no JSON', async (text) => {
	expect(isUnreadable(await readJson(request(text)))).toBe(true)
})

test('no body, a broken stream and bytes that are no text are unreadable or text, never an exception', async () => {
	expect(isUnreadable(await readJson(request(null)))).toBe(true)
	const broken = new ReadableStream<Uint8Array>({ pull: (c) => c.error(new Error('gone')) })
	expect(isUnreadable(await readJson(request(broken)))).toBe(true)
	expect(await readJson(request(Uint8Array.of(0x22, 0xff, 0x22)))).toBe('\ufffd')
	await fc.assert(
		fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
			await readJson(request(bytes as Uint8Array<ArrayBuffer>))
			await readJson(request(streamOf(bytes)))
		}),
	)
})
