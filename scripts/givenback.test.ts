import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './state.ts'

/** What is published with the project: everything that git has, or all sources where there is no git. */
function published(): string[] {
	try {
		return execFileSync('git', ['ls-files'], {
			cwd: root,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		})
			.trim()
			.split('\n')
	} catch {
		const folders = '{workers,dashboard,tracker,scripts,bench,docs,migrations}'
		return globSync([`${folders}/**/*.*`, '*.*'], {
			cwd: root,
			exclude: ['**/node_modules/**', '**/dist/**'],
		})
	}
}
const texts = published()
	.filter((file) => /\.(ts|tsx|js|mjs|md|json|jsonc|toml|sql|html|css|log|txt|yml|awk)$/.test(file))
	.filter((file) => file !== 'package-lock.json' && existsSync(join(root, file)))
	.map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))

/** Names that the Internet reserves for examples and tests (RFC 2606, RFC 6761), below any name. */
const NOBODYS = /(^|\.)(example|test|invalid|localhost|example\.(com|org|net))$/
const ADDRESS = /[a-z0-9][a-z0-9._%+-]*@((?:[a-z0-9-]+\.)+[a-z]{2,})\b/gi
/** Made up for tests of how addresses are blotted out. */
const MADE_UP: readonly string[] = ['a@b.cc', 'Ada.Lovelace+news@mail.example.co.uk']
/** Keys that open something; those of tests say so. */
const SECRETS =
	/\b(sk_live_[0-9a-zA-Z]{8,}|whsec_[0-9a-zA-Z]{24,}|AKIA(?!IOSFODNN7EXAMPLE)[0-9A-Z]{16}|-----BEGIN (RSA |EC )?PRIVATE KEY)/

// promise: 12
test('nothing that is given back names a person: every e-mail address in the sources is nobody’s', () => {
	expect(texts.length).toBeGreaterThan(500)
	const found = texts.flatMap(({ file, text }) =>
		[...text.matchAll(ADDRESS)]
			.filter(([address, host = '']) => !NOBODYS.test(host.toLowerCase()) && !MADE_UP.includes(address))
			.map(([address]) => `${file}: ${address}`),
	)
	expect([...new Set(found)]).toEqual([])
})

test('no key is among the sources', () => {
	expect(texts.filter(({ text }) => SECRETS.test(text)).map(({ file }) => file)).toEqual([])
})
