import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** The headers of every file of the Pages project, as `_headers` gives them (`/*`). */
const text = readFileSync(join(import.meta.dirname, 'public', '_headers'), 'utf8')
const everywhere = new Map(
	(/^\/\*\n((?: {2}.+\n)+)/m.exec(text)?.[1] ?? '')
		.trimEnd()
		.split('\n')
		.map((line) => line.trim().split(/:\s*(.*)/s, 2) as [string, string])
		.map(([name, value]) => [name.toLowerCase(), value] as const),
)

// promise: 9
test('every page of ours goes over TLS alone, in no frame, as what it is, and loads nothing of others', () => {
	expect(everywhere.get('strict-transport-security')).toMatch(/^max-age=31536000; includeSubDomains$/)
	expect(everywhere.get('x-frame-options')).toBe('DENY')
	expect(everywhere.get('x-content-type-options')).toBe('nosniff')
	const policy = everywhere.get('content-security-policy') ?? ''
	const rules = new Map(policy.split('; ').map((rule) => rule.split(/ (.*)/s, 2) as [string, string]))
	expect(rules.get('default-src')).toBe(`'none'`)
	expect(rules.get('frame-ancestors')).toBe(`'none'`)
	expect(rules.get('base-uri')).toBe(`'none'`)
	expect(rules.get('script-src')).toBe(`'self'`)
	for (const [name, sources] of rules) {
		expect([name, sources.split(' ').filter((one) => !["'self'", "'none'", 'data:'].includes(one))]).toEqual([
			name,
			[],
		])
	}
})

test('no other rule takes any of them away', () => {
	expect(text).not.toMatch(/^\s*!\s/m)
	expect(text.match(/Content-Security-Policy:/gi)?.length).toBe(1)
})
