import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Proof, proofsOf } from './promises.ts'
import { root } from './state.ts'

/** The proofs of all test files of the project, and what is wrong with their tags. */
export function allProofs(): { proofs: Proof[]; faults: string[] } {
	const files = globSync('{workers,tracker,scripts,dashboard,bench}/**/*.test.{ts,tsx}', {
		cwd: root,
		exclude: ['**/node_modules/**'],
	})
	const all = files
		.map((file) => file.replaceAll('\\', '/'))
		.filter((file) => file !== 'scripts/promises.test.ts')
		.sort()
		.map((file) => proofsOf(file, readFileSync(join(root, file), 'utf8')))
	return { proofs: all.flatMap((one) => one.proofs), faults: all.flatMap((one) => one.faults) }
}
