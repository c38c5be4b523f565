import { expect, it } from 'vitest'
import { DEFAULT_VIEW, readView, spellView, type View } from './view.ts'

const rich: View = {
	period: { id: 'custom', date: null, from: '2026-02-01', to: '2026-02-28' },
	compare: false,
	interval: 'week',
	metric: 'bounce_rate',
	filters: [
		{ operator: 'is', dimension: 'visit:source', values: ['Google', 'a,b & c'] },
		{ operator: 'contains_not', dimension: 'event:page', values: ['/blog/%20x?'] },
	],
	tabs: { sources: 'utm_campaign', devices: 'os' },
}

it('says nothing of what is usual', () => {
	expect(spellView(DEFAULT_VIEW)).toBe('')
	expect(readView('')).toEqual(DEFAULT_VIEW)
})

it('reads back what it spelt', () => {
	expect(readView(spellView(rich))).toEqual(rich)
	expect(readView(`?${spellView(rich)}`)).toEqual(rich)
	const shifted: View = { ...DEFAULT_VIEW, period: { id: '28d', date: '2026-10-27', from: null, to: null } }
	expect(readView(spellView(shifted))).toEqual(shifted)
})

it('is readable in an address', () => {
	const view: View = {
		...DEFAULT_VIEW,
		period: { ...DEFAULT_VIEW.period, id: '7d' },
		filters: [{ operator: 'is', dimension: 'event:page', values: ['/demo/teas/'] }],
	}
	expect(spellView(view)).toBe('period=7d&f=is,page,/demo/teas/')
})

it('ignores what is not in order', () => {
	const hostile =
		'period=century&interval=second&metric=__proto__&f=is&f=drop,source,x&sources=nothing&pages=page&compare=yes'
	expect(readView(hostile)).toEqual(DEFAULT_VIEW)
	for (const period of [
		'period=custom',
		'period=custom&from=2026-02-30&to=2026-03-01',
		'period=custom&from=2026-03-02&to=2026-03-01',
		'period=day&date=yesterday',
	]) {
		expect(readView(period).period).toMatchObject({ date: null, from: null, to: null })
	}
})

it('holds no more filters than a request may', () => {
	const many = Array.from({ length: 50 }, (_, i) => `f=is,page,/${i}`).join('&')
	expect(readView(many).filters).toHaveLength(20)
})
