import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Page, pageOf, parsePaging } from './paging.ts'

const asked = (query: Record<string, string>) => parsePaging((name) => query[name])

test('what is empty or missing is the first page', () => {
	const first = { ok: true, value: { limit: 100, after: null, before: null } }
	expect(asked({})).toEqual(first)
	expect(asked({ limit: '', after: '', before: '' })).toEqual(first)
	expect(asked({ limit: '1000', before: '7' })).toEqual({
		ok: true,
		value: { limit: 1000, after: null, before: 7 },
	})
})

test.each([
	{ limit: '0' },
	{ limit: '1001' },
	{ limit: '1.5' },
	{ limit: '-1' },
	{ after: 'x' },
	{ before: '9'.repeat(20) },
	{ after: '1', before: '2' },
])('%j is refused', (query) => {
	expect(asked(query)).toMatchObject({ ok: false, error: { kind: 'invalid' } })
})

test('walking the cursors one way and back shows every entry once each way', () => {
	const ids = fc.uniqueArray(fc.nat(500), { maxLength: 60 })
	fc.assert(
		fc.property(ids, fc.integer({ min: 1, max: 20 }), (numbers, limit) => {
			const list = numbers.toSorted((a, b) => b - a).map((id) => ({ id }))
			const down: Page<{ id: number }>[] = [pageOf(list, { limit, after: null, before: null })]
			for (let last = down.at(-1); last?.meta.after; last = down.at(-1)) {
				down.push(pageOf(list, { limit, after: Number(last.meta.after), before: null }))
			}
			expect(down.flatMap(({ entries }) => entries)).toEqual(list)
			const up: Page<{ id: number }>[] = down.slice(-1)
			for (let first = up[0]; first?.meta.before; first = up[0]) {
				up.unshift(pageOf(list, { limit, after: null, before: Number(first.meta.before) }))
			}
			expect(up).toEqual(down)
		}),
	)
})
