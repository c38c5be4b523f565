/**
 * `npm test`: tracker, checks, tests in workerd and Node, then tests in a browser against a real instance.
 * The last line is `N passed, N failed`. With arguments it runs only the tests that they name.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { buildTracker } from './build.ts'
import { ensureChdb, noChdb } from './chdb.ts'
import { type Count, check } from './checks.ts'
import { ensureChromium } from './chromium.ts'
import { readJson, root } from './state.ts'
import { inPackages, say } from './tools.ts'

const folder = mkdtempSync(join(roomiest(), 'jitt-test-'))
// All that a test stores lies in it, so that nothing is left of a run that is broken off either.
process.env.TMPDIR = folder
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1))

const filters = process.argv.slice(2)
const began = Date.now()

/**
 * Where databases of tests are written: in memory where Linux has enough of it (a run takes about a fifth less
 * time), else where temporary files lie.
 */
function roomiest(): string {
	const [memory, enough] = ['/dev/shm', 4 * 2 ** 30]
	try {
		const { bavail, bsize } = statfsSync(memory)
		if (bavail * bsize >= enough && process.availableMemory() >= 2 * enough) return memory
	} catch {
		// No such place: another system.
	}
	return tmpdir()
}

/**
 * Runs vitest on some projects, so many files at a time, with its usual output. A run that breaks off counts as one
 * failure.
 */
async function vitest(workers: number, ...projects: string[]): Promise<Count> {
	const report = join(folder, `${projects.join('-')}.json`)
	const chosen = projects.flatMap((name) => ['--project', name])
	const reporters = [
		'--reporter=default',
		'--reporter=json',
		`--outputFile.json=${report}`,
		'--passWithNoTests',
		`--maxWorkers=${workers}`,
	]
	const args = [inPackages('vitest', 'vitest.mjs'), 'run', ...chosen, ...reporters, ...filters]
	// Vitest's output goes to stderr: stdout holds the result alone.
	const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] })
	process.prependOnceListener('exit', () => child.kill())
	const [code] = await once(child, 'exit')
	const result = readJson<{ numPassedTests: number; numFailedTests: number }>(report)
	const count = { passed: result?.numPassedTests ?? 0, failed: result?.numFailedTests ?? 0 }
	return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
}

/** One step of preparation: silent when it works, one failure with its message when not. */
async function prepare(step: () => unknown): Promise<Count> {
	try {
		await step()
		return { passed: 0, failed: 0 }
	} catch (problem) {
		say(problem instanceof Error ? problem.message : String(problem))
		return { passed: 0, failed: 1 }
	}
}

const counts = [
	await prepare(() => {
		process.env.CHROMIUM_PATH = ensureChromium()
		say(`Chromium: ${process.env.CHROMIUM_PATH}`)
	}),
	await prepare(async () => {
		process.env.JITT_NO_CHDB = noChdb() ?? ''
		if (process.env.JITT_NO_CHDB === '') await ensureChdb()
		else say(`${process.env.JITT_NO_CHDB}: the tests of Analytics Engine's language are left out.`)
	}),
	await prepare(buildTracker),
	filters.length > 0 ? { passed: 0, failed: 0 } : await check(),
	await vitest(2, 'workerd', 'node'),
	// Browser tests mostly wait: for a page, for a person to read it, for a beacon that must not come.
	await vitest(3, 'browser', 'browser-alone'),
]
const sum = (key: keyof Count) => counts.reduce((total, count) => total + count[key], 0)
say(`Took ${Math.round((Date.now() - began) / 1000)} s.`)
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed\n`)
process.exitCode = sum('failed') > 0 ? 1 : 0
