import { expect, it } from 'vitest'
import { PANELS, type PanelId, type Tab } from './panels.ts'
import { rowsOf } from './rows.ts'

function tab(panel: PanelId, id: string): Tab {
	const found = PANELS.find((one) => one.id === panel)?.tabs.find((one) => one.id === id)
	if (!found) throw new Error(id)
	return found
}
const one = (of: Tab, ...dimensions: string[]) =>
	rowsOf(of, [{ dimensions, metrics: [1] }], 'shop.example')[0]

it('shows a country by name and code, and filters by that', () => {
	expect(one(tab('places', 'country'), 'NZ')).toMatchObject({
		name: 'New Zealand',
		code: 'NZ',
		filters: [{ operator: 'is', dimension: 'visit:country', values: ['NZ'] }],
	})
	expect(one(tab('places', 'country'), '(not set)')).toMatchObject({ name: '(not set)', code: '' })
})

it('tells cities of one name apart by their country', () => {
	expect(one(tab('places', 'city'), 'Paris', 'US')).toMatchObject({
		name: 'Paris',
		more: 'United States',
		filters: [{ values: ['Paris'] }, { dimension: 'visit:country', values: ['US'] }],
	})
})

it('shows a region by its name', () => {
	expect(one(tab('places', 'region'), 'NZ-OTA', 'Otago')).toMatchObject({
		name: 'Otago',
		code: 'NZ',
		filters: [{ dimension: 'visit:region', values: ['NZ-OTA'] }],
	})
})

it('links to pages and referrers, and to nothing that is none', () => {
	expect(one(tab('pages', 'page'), '/teas/')?.link).toBe('https://shop.example/teas/')
	expect(one(tab('sources', 'referrer'), 'news.example/item?id=1')?.link).toBe(
		'https://news.example/item?id=1',
	)
	const none = [
		one(tab('sources', 'referrer'), 'Direct / None'),
		one(tab('sources', 'referrer'), 'javascript:alert(1)'),
		one(tab('sources', 'source'), 'Google'),
		one(tab('pages', 'entry_page'), '(not set)'),
		one(tab('pages', 'page'), 'javascript:alert(1)'),
	]
	expect(none.map((row) => row?.link)).toEqual(none.map(() => null))
})
