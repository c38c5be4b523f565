import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { say } from './tools.ts'

const NAMES = [
	'chromium',
	'chromium-browser',
	'google-chrome-stable',
	'google-chrome',
	'chrome',
	'microsoft-edge',
]
const MAC = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
	(name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
)

/** Path of an installed Chromium or a browser made of it: `CHROMIUM_PATH`, the usual names, the usual places. */
export function findChromium(): string | null {
	const folders = (process.env.PATH ?? '').split(delimiter)
	const named = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
	const places = [process.env.CHROMIUM_PATH ?? '', ...named, ...(process.platform === 'darwin' ? MAC : [])]
	return places.find((path) => path !== '' && existsSync(path) && works(path)) ?? null
}

/** Ubuntu's `chromium` is a note that the browser comes as a snap: it is there and does not run. */
const works = (path: string): boolean => spawnSync(path, ['--version'], { timeout: 30_000 }).status === 0

/**
 * The Chromium that tests drive; Debian's own is installed where that is possible without asking.
 * @throws with what to do where there is none and it cannot be installed.
 */
export function ensureChromium(): string {
	const present = findChromium()
	if (present) return present
	if (process.platform === 'linux' && process.getuid?.() === 0 && runs('apt-get', '--version')) {
		say('Installing Chromium for the browser tests with apt-get (once, about 400 MB) …')
		runs('apt-get', 'update', '-qq')
		runs('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium')
		const installed = findChromium()
		if (installed) return installed
	}
	throw new Error(
		'The browser tests need Chromium, and none was found. Install Chromium or Chrome with the system’s ' +
			'package manager, or name an installed one: CHROMIUM_PATH=/path/to/chromium npm test',
	)
}

/** Runs a system command with its output on stderr; answers whether it succeeded. */
const runs = (file: string, ...args: string[]): boolean =>
	spawnSync(file, args, {
		stdio: ['ignore', args.includes('--version') ? 'ignore' : 2, 2],
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
	}).status === 0
