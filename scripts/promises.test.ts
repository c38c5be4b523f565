import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PROMISES, promisesPage, proofsOf } from './promises.ts'
import { allProofs } from './prooffiles.ts'
import { root } from './state.ts'

const { proofs, faults } = allProofs()
const proved = new Set(proofs.map((one) => one.promise))

test('every promise has a test', () => {
	expect(faults).toEqual([])
	const without = Object.keys(PROMISES).map(Number)
	expect(without.filter((one) => !proved.has(one))).toEqual([])
})

test('docs/promises.md says what the tests say: run `npm run docs` where it does not', () => {
	expect(readFileSync(join(root, 'docs/promises.md'), 'utf8')).toBe(promisesPage(proofs))
})

test('a test is found by its tag, with the names of its groups', () => {
	const source = `
		// promise: 4, 11
		// For a reason.
		test('alone', () => {})
		describe('outer', () => {
			// promise: 9
			it.each([1])("in \\"it\\"", () => {})
		})
		// promise: 3
		describe('all of it', () => {})
	`
	expect(proofsOf('x.test.ts', source)).toEqual({
		proofs: [
			{ promise: 4, file: 'x.test.ts', name: 'alone' },
			{ promise: 11, file: 'x.test.ts', name: 'alone' },
			{ promise: 9, file: 'x.test.ts', name: 'outer › in "it"' },
			{ promise: 3, file: 'x.test.ts', name: 'all of it' },
		],
		faults: [],
	})
})

test.each([
	['names no promise', `// promise: 22\ntest('a', () => {})`],
	['names no promise', `// promise: four\ntest('a', () => {})`],
	['stands above no test', `// promise: 4\nconst a = 1\ntest('a', () => {})`],
	['stands above no test', `test('a', () => {})\n// promise: 4`],
	['may not run', `// promise: 4\ntest.skip('a', () => {})`],
	['may not run', `// promise: 4\nit.todo('a')`],
	['cannot be parsed', `// promise: 4\ntest('a', () => {`],
])('a tag that %s is a fault', (sentence, source) => {
	const { proofs: found, faults: said } = proofsOf('x.test.ts', source)
	expect([found, said.length]).toEqual([[], 1])
	expect(said[0]).toContain(sentence)
})

test('a promise without a test says so on the page', () => {
	const page = promisesPage([{ promise: 1, file: 'a.test.ts', name: 'b' }])
	expect(page).toContain('- [`a.test.ts`](../a.test.ts)\n  - b\n')
	expect(page.split('*No test yet.*')).toHaveLength(Object.keys(PROMISES).length)
})
