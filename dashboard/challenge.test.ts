import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { afterAll, expect, it } from 'vitest'
import { challenge, opened } from './challenge.ts'

const root = mkdtempSync(join(tmpdir(), 'jitt-challenge-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const closed = readFileSync(join(import.meta.dirname, 'public', '_headers'), 'utf8')

async function built(siteKey: string | undefined): Promise<string> {
	mkdirSync(join(root, 'public'), { recursive: true })
	writeFileSync(join(root, 'public', '_headers'), closed)
	writeFileSync(join(root, 'index.html'), '<p>')
	await build({ root, configFile: false, logLevel: 'silent', plugins: [challenge(siteKey)] })
	return readFileSync(join(root, 'dist', '_headers'), 'utf8')
}

it('lets the dashboard load nothing from elsewhere, unless the deployment has a key of Turnstile', async () => {
	expect(await built(undefined)).toBe(closed)
	expect(await built('')).toBe(closed)
	expect(closed).not.toContain('cloudflare.com')
	const policy = /Content-Security-Policy: (.*)/.exec(await built('key'))?.[1] ?? ''
	const rules = new Map(policy.split('; ').map((rule) => rule.split(/ (.*)/s, 2) as [string, string]))
	expect(rules.get('script-src')).toBe("'self' https://challenges.cloudflare.com")
	expect(rules.get('frame-src')).toBe('https://challenges.cloudflare.com')
	const rest = policy.replaceAll(/ https:\/\/challenges\.cloudflare\.com|; frame-src/g, '')
	expect(closed).toContain(rest)
})

it('does not pass over a policy that it does not know', () => {
	expect(() => opened('/*\n  X-Frame-Options: DENY\n')).toThrow('no policy')
})
