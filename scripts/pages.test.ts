import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { comparison, countByAwk, differences, pageOf } from './pages.ts'

it.each([
	['/', '/'],
	['/a%20b', '/a b'],
	['/caf%C3%A9/', '/café/'],
	['/100%', '/100%'],
	['/x%20', '/x'],
	['/a/../b', '/b'],
	['//a', '//a'],
	['http://shop.example/journal', '/journal'],
	['HTTP://shop.example', '/'],
])('the requested path %s is the page %s', (path, page) => {
	expect(pageOf(path)).toBe(page)
})

it('adds up the spellings of a page and leaves out the programs', () => {
	const folder = mkdtempSync(join(tmpdir(), 'jitt-pages-'))
	const line = (target: string, agent: string) =>
		`192.0.2.1 - - [03/Feb/2025:09:00:00 +0000] "GET ${target} HTTP/1.1" 200 1 "-" "${agent}"\n`
	const [log, bots] = [join(folder, 'log'), join(folder, 'bots')]
	writeFileSync(
		log,
		line('/a%62', 'Firefox') + line('/ab?q=1', 'Firefox') + line('/ab', 'curl') + line('/c', '-'),
	)
	writeFileSync(bots, 'curl\n')
	expect([...countByAwk(log, bots)].sort()).toEqual([
		['/ab', 2],
		['/c', 1],
	])
	rmSync(folder, { recursive: true })
})

it('tells the pages of which the counts differ, on either side', () => {
	const awk = new Map([
		['/a', 3],
		['/b', 9],
		['/only-awk', 2],
	])
	const jitt = new Map([
		['/a', 3],
		['/b', 4],
		['/only-jitt', 1],
	])
	expect(differences(awk, jitt)).toEqual([
		{ page: '/b', awk: 9, jitt: 4 },
		{ page: '/only-awk', awk: 2, jitt: 0 },
		{ page: '/only-jitt', awk: 0, jitt: 1 },
	])
	expect(comparison(awk, jitt)).toContain('They differ on 3 pages:\n       9       4  /b\n')
	expect(comparison(awk, jitt)).toMatch(/ {6}14 {7}8 {2}in all, on 3 and 3 pages/)
	expect(comparison(awk, awk)).toMatch(/They agree on every page\.\n$/)
})
