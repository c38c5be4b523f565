import { exports } from 'cloudflare:workers'
import { expect, test } from 'vitest'

// promise: 13
test('a weakness can be told: security.txt names a person and is not out of date', async () => {
	const answer = await exports.default.fetch('http://jitt.test/.well-known/security.txt')
	expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
	const text = await answer.text()
	expect(text).toMatch(/^Contact: mailto:\S+@\S+$/m)
	expect(text).toMatch(/^Canonical: http:\/\/jitt\.test\/\.well-known\/security\.txt$/m)
	const days = (Date.parse(/^Expires: (\S+)$/m.exec(text)?.[1] ?? '') - Date.now()) / 86_400_000
	expect(days).toBeGreaterThan(80)
	expect(days).toBeLessThan(365)
})
