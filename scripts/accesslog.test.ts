import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type Entry, isPage, parseLine } from './accesslog.ts'
import { root } from './state.ts'

const log = join(root, 'scripts', 'fixtures', 'access.log')
const lines = readFileSync(log, 'utf8').trimEnd().split('\n')
const entries = lines.map(parseLine).filter((entry) => entry !== null)
const request = (target: string, rest: Partial<Entry> = {}): Entry => ({
	...{ address: '192.0.2.1', at: 0, day: '', method: 'GET', target, status: 200, referrer: '', agent: '' },
	...rest,
})

it('takes a line of the combined format apart', () => {
	expect(parseLine(lines[5] ?? '')).toMatchObject({
		address: '192.0.2.11',
		at: Date.parse('2025-02-03T08:30:00Z'),
		day: '03/Feb/2025',
		method: 'GET',
		target: '/teas/?utm_source=letter&utm_medium=email',
		status: 200,
		referrer: '',
	})
	expect(entries.find((entry) => entry.address.includes(':'))?.referrer).toBe(
		'http://news.example/a "quoted" page',
	)
})

it('answers null for lines that are none', () => {
	expect(lines.length - entries.length).toBe(2)
	expect(parseLine('')).toBeNull()
	expect(parseLine(lines[0]?.replace('Feb', 'Foo') ?? '')).toBeNull()
})

it.each(['/', '/a', '/a/', '/a.html', '/a.PHP?x=1', '/v1.2.3', '/a.b/c', '/?format=html', '/feeds'])(
	'counts %s as a page',
	(target) => expect(isPage(request(target))).toBe(true),
)

it.each(['/a.css', '/a.PNG?v=2', '/robots.txt', '/feed', '/blog/RSS/', '/?flav=atom', '/a?b=1&feed=rss2'])(
	'does not count %s',
	(target) => expect(isPage(request(target))).toBe(false),
)

it('counts what was asked for and delivered only', () => {
	expect(isPage(request('/', { status: 304 }))).toBe(true)
	for (const status of [301, 404, 500]) expect(isPage(request('/', { status }))).toBe(false)
	for (const method of ['HEAD', 'POST']) expect(isPage(request('/', { method }))).toBe(false)
})

it('agrees with the same rule in awk, path by path', () => {
	const folder = mkdtempSync(join(tmpdir(), 'jitt-awk-'))
	const bots = join(folder, 'bots')
	writeFileSync(bots, '-\ncurl/8.5.0\n')
	const args = ['-F"', '-f', join(root, 'scripts', 'pages.awk'), bots, log]
	const counted = execFileSync('awk', args, { encoding: 'utf8' }).trim().split('\n').sort()
	rmSync(folder, { recursive: true })
	const ours: Record<string, number> = {}
	for (const entry of entries.filter((one) => isPage(one) && !['', 'curl/8.5.0'].includes(one.agent))) {
		const path = entry.target.replace(/[?#].*/, '')
		ours[path] = (ours[path] ?? 0) + 1
	}
	expect(counted).toEqual(
		Object.entries(ours)
			.map(([path, count]) => `${count} ${path}`)
			.sort(),
	)
	expect(counted).toContain('3 /teas/')
})
