import fc from 'fast-check'
import { expect, test } from 'vitest'
import { redact } from './redact.ts'

const ALL = { email: true, uuid: true, numbers: true }
const NONE = { email: false, uuid: false, numbers: false }
const UUID = '550e8400-e29b-41d4-a716-446655440000'

test.each([
	['/user/ada@example.org/edit', '/user/:email/edit'],
	['/user/ada%40example.org', '/user/:email'],
	['/user/ada%2540example.org', '/user/:email'],
	['/u/Ada.Lovelace+news@mail.example.co.uk', '/u/:email'],
	['/out/email=ada@example.org&x=1', '/out/email=:email&x=1'],
	['Letter to mailto:ada@example.org, sent', 'Letter to mailto::email, sent'],
	['<ada@example.org>', '<:email>'],
	['/ünï@bücher.example/', '/:email/'],
	['/a@b@example.org', '/:email'],
	['/@ada@social.example', '/:email'],
	['ada@example.org and bob@example.org', ':email and :email'],
	['/@ada/posts', '/@ada/posts'],
	['/npm/pkg@1.2.3', '/npm/pkg@1.2.3'],
	['/ada@localhost', '/ada@localhost'],
	['/100%/a@', '/100%/a@'],
])('e-mail: %j is kept as %j', (text, kept) => {
	expect(redact(text, { ...NONE, email: true })).toBe(kept)
	expect(redact(text, NONE)).toBe(text)
})

test.each([
	[`/order/${UUID}/paid`, '/order/:uuid/paid'],
	[`/order/${UUID.toUpperCase()}`, '/order/:uuid'],
	[`/order/${UUID.replaceAll('-', '')}`, '/order/:uuid'],
	['/550e8400-e29b-41d4', '/550e8400-e29b-41d4'],
	['/a-b-c', '/a-b-c'],
])('UUID: %j is kept as %j', (text, kept) => {
	expect(redact(text, { ...NONE, uuid: true })).toBe(kept)
	expect(redact(text, NONE)).toBe(text)
})

test.each([
	['/order/123456', '/order/:number'],
	['/order/12345', '/order/12345'],
	['/x123456y/7', '/x:numbery/7'],
	['/٣٤٥٦٧٨', '/:number'],
	['/2026-11-24', '/2026-11-24'],
	['/2026/11/24/title', '/2026/11/24/title'],
	['24.11.2026', '24.11.2026'],
	['2026-11-24 15.30', '2026-11-24 15.30'],
	['2026-11-24-123456', '2026-11-24-:number'],
	['/4111 1111 1111 1111', '/:number'],
	['call 555-123-4567 now', 'call :number now'],
	['192.168.100.200', ':number'],
	['2026-11-24-4111-1111-1111', ':number'],
	['1 2 3 4 5', '1 2 3 4 5'],
])('numbers: %j is kept as %j', (text, kept) => {
	expect(redact(text, { ...NONE, numbers: true })).toBe(kept)
	expect(redact(text, NONE)).toBe(text)
})

const hostile = fc.array(
	fc.constantFrom(
		...['@', '%40', '%2540', '.', '-', 'a', 'f', 'zz', '0', '123', ':', '/', ' ', '=', 'a@b.cc', UUID],
		...['-e29b-41d4-a716-446655440000', '446655440000', 'abcdef', '2026', ':email', ':uuid', ':number'],
	),
	{ maxLength: 20 },
)

test('doing it twice changes nothing', () => {
	fc.assert(
		fc.property(hostile, (parts) => {
			const once = redact(parts.join(''), ALL)
			expect(redact(once, ALL)).toBe(once)
		}),
		{ numRuns: 5_000 },
	)
})

test('an identifier is gone, whatever stands around it', () => {
	fc.assert(
		fc.property(hostile, hostile, (before, after) => {
			const around = (text: string) => redact(`${before.join('')}/${text}/${after.join('')}`, ALL)
			expect(around('ada@mail.example')).not.toContain('ada')
			expect(around('deadbeef-0000-4000-8000-000000000000')).not.toContain('deadbeef')
			expect(around('98765432')).not.toContain('98765432')
		}),
		{ numRuns: 1_000 },
	)
})

const LENGTH = 65_536
test.each(
	[
		...['a', '@', 'a@', '%40', 'a%40', 'a.', 'a@b.', '@a.', 'a@b.c', '-', 'f', '0', '0-', '0 ', 'f-', '1.2-'],
		...['deadbeef-', 'deadbeef-beef-', 'abcdef12-1234-1234-1234-1234', '2026-11-24-', '%25', '%252540', ':'],
	].map((part) => [part]),
)('64 KiB of %j take no time to speak of', (part) => {
	const text = part.repeat(Math.ceil(LENGTH / part.length))
	const started = performance.now()
	redact(text, ALL)
	redact(`${text}@`, ALL)
	redact(`@${text}`, ALL)
	expect(performance.now() - started).toBeLessThan(500)
})
