import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { lengthPrefixed, randomNumber } from './hash.ts'

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
