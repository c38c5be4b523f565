import { env } from 'cloudflare:workers'
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { lengthPrefixed, macOf, random, randomNumber } from './hash.ts'

test("a MAC is the platform's HMAC-SHA-256, text after text and key beside key", () => {
	const keys = [random(32), random(7), random(100)]
	const macs = keys.map(macOf)
	for (const text of ['', 'a', 'é💩', 'x'.repeat(55), 'x'.repeat(64), 'x'.repeat(1000), 'a']) {
		keys.forEach((key, i) => {
			const expected = createHmac('sha256', key).update(text, 'utf8').digest('hex')
			expect(Buffer.from(macs[i]?.(text) ?? []).toString('hex')).toBe(expected)
		})
	}
})

test('no two lists share a length-prefixed text', () => {
	expect(lengthPrefixed(['ab', 'c'])).not.toBe(lengthPrefixed(['a', 'bc']))
})

test('random numbers are positive safe integers', () => {
	for (let i = 0; i < 1000; i++) {
		const n = randomNumber()
		expect(Number.isSafeInteger(n) && n > 0).toBe(true)
	}
})

test('the databases are migrated', async () => {
	const rows = await env.STATS_0.prepare('select name from sqlite_master where name in (?, ?)')
		.bind('events', 'visits')
		.all()
	expect(rows.results.length).toBe(2)
})
