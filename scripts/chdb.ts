import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { readJson, root } from './state.ts'
import { run, say } from './tools.ts'

/**
 * chDB: ClickHouse as a library, for the tests of what is asked of Analytics Engine, which is a ClickHouse as
 * well. About 550 MB, of use to nobody else: so it is no dependency but is fetched when tests first want it, into
 * a folder of its own inside `node_modules` (`npm ci` empties it with the rest). Apache License 2.0.
 */
const VERSION = '3.4.0'
const FOLDER = join(root, 'node_modules', '.chdb')

/** The installed package; null where it is not there. */
export function findChdb(): string | null {
	const place = join(FOLDER, 'node_modules', 'chdb')
	return readJson<{ version: string }>(join(place, 'package.json'))?.version === VERSION ? place : null
}

/** Why chDB does not run here; null where it does. Its binaries are for glibc and for macOS. */
export function noChdb(): string | null {
	const { platform, arch } = process
	const glibc = platform !== 'linux' || glibcVersion() !== undefined
	if ((platform === 'linux' || platform === 'darwin') && (arch === 'x64' || arch === 'arm64') && glibc)
		return null
	return `chDB has no binary for ${platform} ${arch}${glibc ? '' : ' without glibc'}`
}

function glibcVersion(): unknown {
	const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } }
	return report.header?.glibcVersionRuntime
}

/**
 * The package's folder, fetched with npm if it is not there yet.
 * @throws with what npm said where it cannot be had.
 */
export async function ensureChdb(): Promise<string> {
	const present = findChdb()
	if (present) return present
	say(
		`Fetching chDB ${VERSION} for the tests of Analytics Engine with npm (once, about 550 MB in ${FOLDER}) …`,
	)
	// Beside its place first: an interrupted installation is none.
	const draft = `${FOLDER}-${process.pid}`
	rmSync(draft, { recursive: true, force: true })
	mkdirSync(draft, { recursive: true })
	writeFileSync(join(draft, 'package.json'), '{ "private": true }\n')
	const npm = process.env.npm_execpath?.endsWith('.js')
		? [process.execPath, process.env.npm_execpath]
		: ['npm']
	const [file = 'npm', ...before] = npm
	// The binaries come as packages of their own; nothing of it needs to run while it is installed.
	const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
	try {
		await run(file, [...before, 'install', `chdb@${VERSION}`, '--prefix', draft, ...quiet], draft)
		rmSync(FOLDER, { recursive: true, force: true })
		renameSync(draft, FOLDER)
	} catch (error) {
		rmSync(draft, { recursive: true, force: true })
		throw error
	}
	const installed = findChdb()
	if (installed) return installed
	throw new Error('npm installed chDB, but it is not where it should be')
}
