import { expect, test } from 'vitest'
import { sizeOf } from './rights.ts'

test.each([
	[0, '0 bytes'],
	[999, '999 bytes'],
	[1000, '1.0 KB'],
	[1_440_000, '1.4 MB'],
	[5e15, '5000.0 TB'],
])('%d bytes are %s', (bytes, text) => expect(sizeOf(bytes)).toBe(text))
