import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { OPERATIONS, placeOf } from '../workers/api/operations.ts'
import { ERRORS } from '../workers/api/schemas/error.ts'
import { DIMENSIONS, METRICS } from '../workers/stats/registry.ts'
import { filled } from './docparts.ts'
import { root } from './state.ts'

const pages = globSync('docs/*.md', { cwd: root }).map((name) => ({
	name,
	text: readFileSync(join(root, name), 'utf8'),
}))
const all = pages.map(({ text }) => text).join('\n')

test.each(pages)('$name says what the code says: run `npm run docs` where it does not', ({ text }) => {
	expect(text).toBe(filled(text))
})

test('a page whose part is old is made anew, and the rest of it stays', () => {
	const page = 'Before\n<!-- begin errors -->\nold\n<!-- end errors -->\nAfter\n'
	const fresh = filled(page)
	expect(fresh).toMatch(
		/^Before\n<!-- begin errors -->\n\n\| Status .*\| 503 .*<!-- end errors -->\nAfter\n$/s,
	)
	expect(filled(fresh)).toBe(fresh)
	expect(() => filled(page.replaceAll('errors', 'nothing'))).toThrow('nothing')
})

test('every name that the API knows can be looked up', () => {
	for (const name of [...Object.keys(METRICS), ...DIMENSIONS.map((one) => one.name), 'event:props:<name>']) {
		expect(all).toContain(`### \`${name}\`\n`)
	}
	for (const operation of OPERATIONS) {
		const { method, path } = placeOf(operation)
		expect(all).toContain(`#### \`${method} ${path}\`\n`)
		const body = operation.body?.schema instanceof z.ZodObject ? operation.body.schema.shape : {}
		for (const name of Object.keys({ ...operation.query?.shape, ...operation.headers?.shape, ...body })) {
			expect(all).toContain(`| \`${name}\` |`)
		}
	}
	for (const status of Object.keys(ERRORS)) expect(all).toContain(`| ${status} |`)
})

test('a section says what its metric goes with', () => {
	const section = (name: string): string => all.split(`### \`${name}\`\n`)[1]?.split('\n### ')[0] ?? ''
	expect(section('bounce_rate')).toContain('Rounded half up to a whole number; 0 where')
	expect(section('bounce_rate')).toMatch(/- Not by [^\n]*`event:name`/)
	expect(section('bounce_rate')).not.toMatch(/- Not by [^\n]*`event:page`/)
	expect(section('exit_rate')).toContain('- Only by `visit:exit_page`.')
	expect(section('exit_rate')).toContain('the public API does not know it')
	expect(section('views_per_visit')).toContain('- Only by `time`,')
	expect(section('views_per_visit')).toContain('Not with a filter on `event:page`')
	expect(section('scroll_depth')).toContain('Needs company: Metric "scroll_depth" can only')
	expect(section('visit:source')).toContain('Blank word: `Direct / None`')
	expect(section('visit:exit_page')).toMatch(/- Not with [^\n]*`pageviews`/)
})
