import { getTableColumns } from 'drizzle-orm'
import { CasingCache } from 'drizzle-orm/casing'
import { expect, test } from 'vitest'
import { privacyOf } from '../model/policy.ts'
import { somePolicy } from '../model/testing.ts'
import { events, visits } from '../store/schema/traffic.ts'
import { FIELDS } from './fields.ts'

const casing = new CasingCache('snake_case')
const columnsOf = (table: typeof events | typeof visits) =>
	Object.values(getTableColumns(table)).map((column) => casing.getColumnCasing(column))

test('every column that is kept of a visit stands in the manifest once, and nothing that is not', () => {
	const kept = new Set([...columnsOf(events), ...columnsOf(visits)])
	// Whose row it is says nothing of a visitor.
	kept.delete('site')
	const listed = FIELDS.flatMap(({ columns }) => columns)
	expect([...listed].sort()).toEqual([...kept].sort())
})

test('switches of the owner take fields out or make them coarser', () => {
	const all = { place: 'none', versions: 'none', referrer: 'none', tags: [] } as const
	const off = { screen: false, language: false, properties: false, vitals: false, titles: false }
	const policy = somePolicy(1, { privacy: privacyOf({ collect: { ...all, ...off, tags: [] } }) })
	const levels = Object.fromEntries(FIELDS.map(({ key, level }) => [key, level(policy)]))
	expect(levels).toMatchObject({ place: null, browser: 'names', referrer: 'source', campaign: null })
	expect(levels).toMatchObject({ screen: null, language: null, properties: null, vitals: null, title: null })
	expect(FIELDS.every(({ level }) => level(somePolicy(1)) !== null)).toBe(true)
})
