/** `npm run replay` as a process of its own, against the running instance; no browser is needed for it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, expect, inject, it } from 'vitest'
import { ask } from './ask.ts'
import { root } from './state.ts'

const jitt = inject('jitt')
const folder = mkdtempSync(join(tmpdir(), 'jitt-replay-test-'))
afterAll(() => rmSync(folder, { recursive: true }))
const FIXTURE = join(root, 'scripts', 'fixtures', 'access.log')

function start(...args: string[]) {
	const child = spawn(
		process.execPath,
		['--disable-warning=ExperimentalWarning', join(root, 'scripts', 'replay.ts'), ...args],
		{ env: { ...process.env, JITT_STATE: jitt.state }, stdio: ['ignore', 'pipe', 'pipe'] },
	)
	const said = { out: '', err: '' }
	child.stdout.on('data', (chunk) => {
		said.out += chunk
	})
	child.stderr.on('data', (chunk) => {
		said.err += chunk
	})
	const ended = once(child, 'close').then(([code, signal]) => ({ ...said, end: code ?? signal }))
	return { child, said, ended }
}
const run = (...args: string[]) => start(...args).ended

/** Files that an unfinished import leaves in the state folder. */
const unfinished = () => readdirSync(join(jitt.state, 'replay'))

it('imports a log, says what became of its lines, and agrees with awk on every page', async () => {
	const bots = join(folder, 'bots.txt')
	const site = 'replay-fixture.localhost'
	const { out, err, end } = await run(FIXTURE, '--site', site, '--bots', bots, '--check')
	expect([end, err]).toEqual([0, expect.stringContaining('100 %')])
	expect(out).toContain(
		'25 lines: 9 page views, 4 page requests of bots, 10 other requests, 2 unreadable.\nKept 9.',
	)
	expect(out).toContain('       9       9  in all, on 7 and 7 pages\nThey agree on every page.\n')
	expect(readFileSync(bots, 'utf8').split('\n')).toContain('curl/8.5.0')

	const pages = await ask(jitt, site, { metrics: ['pageviews', 'visitors'], dimensions: ['event:page'] })
	expect(pages.map(({ dimensions, metrics }) => [dimensions[0], ...metrics]).sort()).toEqual([
		['/', 2, 2],
		['/about.html', 1, 1],
		['/index.php', 1, 1],
		['/journal', 1, 1],
		['/journal/iced mint', 1, 1],
		['/release/v1.2.3', 1, 1],
		['/teas/', 2, 2],
	])
	// Nobody is known again on the next day: 192.0.2.10 came on two days and is two visitors.
	expect(await ask(jitt, site, { metrics: ['visitors', 'visits'] })).toMatchObject([{ metrics: [5, 5] }])
	expect(
		(await ask(jitt, site, { metrics: ['visitors'], dimensions: ['visit:source'] })).map(
			(row) => row.dimensions[0],
		),
	).toEqual(expect.arrayContaining(['Google', 'letter', 'news.example', 'DuckDuckGo']))
	expect(unfinished()).toEqual([])
})

it('counts nothing twice when the same log is replayed', async () => {
	const site = 'replay-again.localhost'
	const first = await run(FIXTURE, '--site', site)
	expect((await run(FIXTURE, '--site', site)).out).toBe(first.out)
	expect(await ask(jitt, site, { metrics: ['pageviews'] })).toMatchObject([{ metrics: [9] }])
})

it('goes on where it was after it was killed, whenever that was', async () => {
	const log = join(folder, 'long.log')
	const minute = (i: number) => new Date(Date.UTC(2025, 2, 1) + i * 20_000).toISOString()
	const line = (i: number) => {
		const [date = '', clock = ''] = minute(i).split(/[T.]/)
		const [year, , day] = date.split('-')
		const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0'
		return `192.0.2.${i % 200} - - [${day}/Mar/${year}:${clock} +0000] "GET /p/${i % 9} HTTP/1.1" 200 1 "-" "${agent}"\n`
	}
	writeFileSync(log, Array.from({ length: 50_000 }, (_, i) => line(i)).join(''))
	const site = 'replay-killed.localhost'
	const progress = () => {
		const [file] = unfinished()
		return file
			? (JSON.parse(readFileSync(join(jitt.state, 'replay', file), 'utf8')) as { done: number }).done
			: 0
	}
	for (const signal of ['SIGKILL', 'SIGINT'] as const) {
		const { child, said, ended } = start(log, '--site', site)
		// Under way, so that it hears the signal, and in the middle of the part after the one that is done.
		while ((progress() < 1 || !said.err.includes(' % ')) && child.exitCode === null) await wait(10)
		await wait(100)
		child.kill(signal)
		const { end, err } = await ended
		expect(end).toBe(signal === 'SIGINT' ? 130 : signal)
		if (signal === 'SIGINT') expect(err).toMatch(/Broken off\. The same command goes on/)
	}
	const { out, err, end } = await run(log, '--site', site, '--check')
	expect(err).toMatch(/^Going on with an import that broke off after [12] parts\.$/m)
	expect([end, out]).toEqual([0, expect.stringContaining('Kept 50000.')])
	expect(out).toContain('   50000   50000  in all, on 9 and 9 pages\nThey agree on every page.\n')
	expect(unfinished()).toEqual([])
}, 180_000)

it('says in one sentence what is missing', async () => {
	const none = await run()
	expect([none.end, none.err]).toEqual([1, expect.stringMatching(/^Usage: npm run replay/)])
	expect((await run(join(folder, 'nothing.log'))).err).toMatch(/^Usage: /)
	const refused = await run(FIXTURE, '--base', jitt.baseUrl, '--key', 'wrong')
	expect([refused.end, refused.err]).toEqual([1, expect.stringMatching(/could not be created: 401/)])
})
