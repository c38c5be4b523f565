import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { afterAll, expect, it, vi } from 'vitest'
import { budget, initialFiles } from './budget.ts'

const root = mkdtempSync(join(tmpdir(), 'jitt-budget-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Builds a page that loads one script at once and another later. */
async function buildPage(script: string, later: string, limitBytes: number): Promise<string> {
	mkdirSync(join(root, 'public'), { recursive: true })
	writeFileSync(join(root, 'public', 'early.js'), '"early"')
	writeFileSync(
		join(root, 'index.html'),
		'<script src="/early.js"></script><script type="module" src="/main.js"></script>',
	)
	writeFileSync(
		join(root, 'main.js'),
		`import './main.css'\nconsole.log(${script}, () => import('./later.js'))`,
	)
	writeFileSync(join(root, 'main.css'), 'body { color: red }')
	writeFileSync(join(root, 'later.js'), `console.log(${later})`)
	const said: string[] = []
	const log = vi.spyOn(console, 'log').mockImplementation((line) => said.push(line))
	try {
		await build({ root, configFile: false, logLevel: 'silent', plugins: [budget(limitBytes)] })
	} finally {
		log.mockRestore()
	}
	return said.join('\n')
}

/** Text that no compression makes smaller than half. */
const noise = (bytes: number) =>
	JSON.stringify(
		Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (one) => one.toString(16)).join(''),
	)

it('fails a build whose first load is above the limit', async () => {
	await expect(buildPage(noise(5000), '1', 4096)).rejects.toThrow(/first load weighs .* its limit is 4\.0 KB/)
})

it('prints what the first load weighs, script and style, and counts nothing that is loaded later', async () => {
	const said = await buildPage('1', noise(50_000), 4096)
	expect(said).toMatch(/ KB {2}early\.js/)
	expect(said).toMatch(/ KB {2}assets\/index-\S+\.js/)
	expect(said).toMatch(/ KB {2}assets\/index-\S+\.css/)
	expect(said).toMatch(/ [01]\.\d KB {2}at once, brotli \(limit 4\.0 KB\)/)
	expect(said).not.toContain('later')
})

it('finds scripts, preloads and style sheets of a page, and no picture', () => {
	const html = `<link rel="icon" href="/icon.svg"><script type="module" crossorigin src="/assets/a.js"></script>
		<link rel="modulepreload" href="/assets/b.js"><link rel="stylesheet" href="/assets/c.css">`
	expect(initialFiles(html)).toEqual(['assets/a.js', 'assets/b.js', 'assets/c.css'])
})
