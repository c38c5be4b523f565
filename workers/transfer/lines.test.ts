import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Line, linesOf, MAX_LINE_BYTES } from './lines.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
function streamOf(parts: Uint8Array[]): ReadableStream<Uint8Array> {
	return new ReadableStream({
		start(controller) {
			for (const part of parts) controller.enqueue(part)
			controller.close()
		},
	})
}
async function read(parts: Uint8Array[], maxBytes = 1_000_000): Promise<{ lines: Line[]; over: boolean }> {
	const lines: Line[] = []
	let over = false
	for await (const line of linesOf(streamOf(parts), maxBytes, () => {
		over = true
	})) {
		lines.push(line)
	}
	return { lines, over }
}

test('lines keep their numbers; blank ones are left out', async () => {
	const { lines } = await read([bytes('\uFEFFa\r\n\n  \nb\nc')])
	expect(lines.map(({ number, text }) => [number, text])).toEqual([
		[1, 'a'],
		[4, 'b'],
		[5, 'c'],
	])
})

test('however the bytes are cut, the lines are the same', async () => {
	await fc.assert(
		fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.array(fc.nat(40)), async (text, cuts) => {
			const whole = bytes(text)
			const parts: Uint8Array[] = []
			let at = 0
			for (const cut of [...cuts, whole.length]) {
				parts.push(whole.slice(at, at + cut))
				at += cut
			}
			expect(await read(parts)).toEqual(await read([whole]))
		}),
		{ numRuns: 300 },
	)
})

test('a line that is too long is reported, and the next one is read', async () => {
	const long = bytes('x'.repeat(MAX_LINE_BYTES + 1))
	const { lines } = await read([long, long, bytes('\nok\n'), bytes('y'.repeat(MAX_LINE_BYTES)), bytes('\n')])
	expect(lines.map(({ number, error }) => [number, error])).toEqual([
		[1, 'is longer than 65536 bytes'],
		[2, null],
		[3, null],
	])
})

test('a line that is not UTF-8 is reported, and the next one is read', async () => {
	const { lines } = await read([Uint8Array.of(0xff, 0xfe, 0x0a, 0x61)])
	expect(lines).toMatchObject([
		{ number: 1, error: 'is not UTF-8' },
		{ number: 2, text: 'a' },
	])
})

test('a body over the limit is given up', async () => {
	const { lines, over } = await read([bytes('a\n'), bytes('b\n'), bytes('c\n')], 4)
	expect(over).toBe(true)
	expect(lines.map((line) => line.text)).toEqual(['a', 'b'])
})

test('no body has no lines', async () => {
	for await (const line of linesOf(null, 10, () => {})) expect(line).toBe(undefined)
	expect((await read([])).lines).toEqual([])
})
