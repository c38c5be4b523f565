import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { forgive, type Rule, spend } from './attempts.ts'
import { sweep } from './sweep.ts'

const rule: Rule = { name: 'test', limit: 3, windowSeconds: 60 }
const at = Date.UTC(2026, 10, 1, 12, 0, 15)

test('attempts over the limit wait for the end of the window, and only those', async () => {
	const spends = [{ rule, subject: 'over' }]
	for (let i = 0; i < 3; i++) expect(await spend(env, spends, at)).toBe(null)
	expect(await spend(env, spends, at)).toBe(45)
	expect(await spend(env, [{ rule, subject: 'other' }], at)).toBe(null)
	expect(await spend(env, spends, at + 45_000)).toBe(null)
})

test('attempts in the same moment are all counted', async () => {
	const spends = [{ rule, subject: 'at once' }]
	const waits = await Promise.all(Array.from({ length: 8 }, () => spend(env, spends, at)))
	expect(waits.filter((wait) => wait === null)).toHaveLength(3)
})

test('of several rules the strictest answers; forgiving one leaves the others', async () => {
	const strict = { rule: { ...rule, name: 'strict', limit: 1 }, subject: 'both' }
	const wide = { rule, subject: 'both' }
	expect(await spend(env, [strict, wide], at)).toBe(null)
	expect(await spend(env, [strict, wide], at)).toBe(45)
	await forgive(env, [strict], at)
	expect(await spend(env, [strict, wide], at)).toBe(null)
	expect(await spend(env, [wide], at)).toBe(45)
})

test('rows name nobody and go when their window is over', async () => {
	await spend(env, [{ rule, subject: '203.0.113.9' }], at)
	const rows = async () => (await env.DB.prepare('select * from attempt').all()).results
	expect((await rows()).length).toBeGreaterThan(0)
	expect(JSON.stringify(await rows())).not.toContain('203.0.113.9')
	await sweep(env, at + 120_000)
	expect(await rows()).toEqual([])
})
