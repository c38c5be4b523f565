import { globSync } from 'node:fs'
import process from 'node:process'
import { root } from './state.ts'
import { inPackages, run, say } from './tools.ts'

/** How many steps or tests succeeded and failed. */
export interface Count {
	passed: number
	failed: number
}

/** Format and lint, types of every part, floors, and code that nobody uses; each on its own, all of them always. */
export async function check(): Promise<Count> {
	const node = (name: string, file: string[], ...args: string[]) =>
		[name, inPackages(...file), ...args] as const
	const projects = globSync('{.,*}/tsconfig.json', { cwd: root, exclude: ['node_modules'] }).sort()
	const steps = [
		node('format and lint', ['@biomejs', 'biome', 'bin', 'biome'], 'check', '.'),
		...projects.map((file) => node(`types of ${file}`, ['typescript', 'bin', 'tsc'], '-p', file)),
		node(
			'floors',
			['vitest', 'vitest.mjs'],
			'run',
			'--project',
			'node',
			'workers/floors',
			'scripts/migrations',
		),
		node('unused code', ['knip', 'bin', 'knip.js'], '--no-progress'),
	]
	const count = { passed: 0, failed: 0 }
	for (const [name, file, ...args] of steps) {
		const began = Date.now()
		const problem = await run(process.execPath, [file, ...args]).then(
			() => null,
			(error: Error) => error.message,
		)
		say(`${problem ? '✗' : '✓'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
		if (problem) say(problem)
		count[problem ? 'failed' : 'passed'] += 1
	}
	return count
}
