import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readJson, root } from './state.ts'

interface Lock {
	packages: Record<string, { version?: string; optionalDependencies?: Record<string, string> }>
}

/** npm writes only the binaries that its registry offered: with one missing, `npm ci` refuses elsewhere. */
it('lists the binaries of every platform, so that npm ci works on each', () => {
	const { packages } = readJson<Lock>(join(root, 'package-lock.json')) ?? { packages: {} }
	const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
		Object.keys(optionalDependencies).filter((name) => !resolves(packages, path, name)),
	)
	expect(Object.keys(packages).length).toBeGreaterThan(100)
	expect(missing).toEqual([])
})

/** Looks where Node would: in the package's own folder, then in every one above it. */
function resolves(packages: Lock['packages'], from: string, name: string): boolean {
	for (let at = from; ; at = at.slice(0, Math.max(at.lastIndexOf('/node_modules/'), 0))) {
		if (packages[`${at}${at === '' ? '' : '/'}node_modules/${name}`]) return true
		if (at === '') return false
	}
}
