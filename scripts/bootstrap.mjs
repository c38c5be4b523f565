/**
 * First step of every command: `node scripts/bootstrap.mjs <name> [arguments]` runs `scripts/<name>.ts` with
 * the Node of `node_modules`. Plain JavaScript, because the Node that starts it may be as old as 20 while
 * wrangler and vitest need 22 and type stripping needs 22.18. Everything it says goes to stderr: the stdout
 * of a command belongs to the command.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const modules = join(root, 'node_modules')
const say = (/** @type {string} */ text) => process.stderr.write(`${text}\n`)
const older = (/** @type {string} */ version, /** @type {number} */ major, /** @type {number} */ minor) => {
	const [a = 0, b = 0] = version.split('.').map(Number)
	return a < major || (a === major && b < minor)
}

/**
 * Whether `node_modules` holds what the lock file says. npm writes the hidden copy last, so an interrupted
 * installation has none. Optional packages are skipped: they are other platforms' binaries.
 */
function installed() {
	try {
		const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
		const present = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')).packages
		return Object.entries(wanted).every(
			([path, entry]) => path === '' || entry.optional || present[path]?.version === entry.version,
		)
	} catch {
		return false
	}
}

/** Runs npm with the arguments; npm's own words go to stderr. Answers whether it succeeded. */
function npm(/** @type {string[]} */ ...args) {
	const cli = process.env.npm_execpath
	const [file, before] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []]
	const run = spawnSync(file, [...before, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
	if (run.error) say(`npm could not be started: ${run.error.message}`)
	return run.status === 0
}

/** Installs the packages of the lock file if they are missing or others. */
function ensurePackages() {
	if (installed()) return
	say(`Installing packages with npm ci (once, about 730 MB in ${modules}) …`)
	const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
	// A registry that mirrors only a part of npm makes `npm ci` refuse; `install` reads the same lock file.
	if (npm('ci', ...quiet) || npm('install', '--no-save', ...quiet)) return
	say('The packages could not be installed: see what npm says above. npm needs to reach its registry once.')
	process.exit(1)
}

/** Path of a Node that runs TypeScript: the package's own, or this one where the package has none for it. */
function toolNode() {
	const own = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
	const runs = () => spawnSync(own, ['--version']).status === 0
	if (runs()) return own
	// npm may have been told not to run install scripts; this one fetches the binary of this platform.
	const script = join(modules, 'node', 'installArchSpecificPackage.js')
	if (existsSync(script)) {
		say('Fetching the Node that wrangler needs …')
		spawnSync(process.execPath, [script], { cwd: join(modules, 'node'), stdio: ['ignore', 2, 2] })
		if (runs()) return own
	}
	if (!older(process.versions.node, 22, 18)) return process.execPath
	say(`The npm package "node" has no binary that runs here (${process.platform} ${process.arch}).`)
	say(`Install Node 22.18 or newer by hand; this is ${process.versions.node}.`)
	process.exit(1)
}

const [command, ...args] = process.argv.slice(2)
if (older(process.versions.node, 20, 0)) {
	say(`Jitt needs Node 20 or newer to begin with; this is ${process.versions.node}.`)
	process.exit(1)
}
ensurePackages()
const child = spawn(
	toolNode(),
	['--disable-warning=ExperimentalWarning', join(root, 'scripts', `${command}.ts`), ...args],
	{
		stdio: 'inherit',
		env: { ...process.env, PATH: `${join(modules, '.bin')}${delimiter}${process.env.PATH ?? ''}` },
	},
)
// The command decides how to end. A second signal (a terminal sends Ctrl-C to the whole group) does no harm.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
	process.on(signal, () => child.kill(signal))
}
// npm runs us through a shell, and a shell that is told to end does not tell us: then its absence does.
const parent = process.ppid
setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 500).unref()
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
