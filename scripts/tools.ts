import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { root } from './state.ts'

/** Path of a file of an installed package. */
export const inPackages = (...parts: string[]): string => join(root, 'node_modules', ...parts)

/**
 * wrangler's own program: its `bin` starts this one as a further process, which a signal may miss.
 */
export const WRANGLER = inPackages('wrangler', 'wrangler-dist', 'cli.js')

/**
 * Environment of wrangler on a developer's machine: no telemetry, no question, no look at the internet for
 * `request.cf`, and every file it writes inside the state folder. Its request traces (headers and addresses of
 * every visitor, in `v3/observability`) and the explorer that shows them are off: what we promise about stored
 * data holds for local state too.
 */
export const quietEnv = (state: string): NodeJS.ProcessEnv => ({
	...process.env,
	CI: '1',
	NO_COLOR: '1',
	WRANGLER_SEND_METRICS: 'false',
	WRANGLER_SEND_ERROR_REPORTS: 'false',
	WRANGLER_HIDE_BANNER: 'true',
	WRANGLER_WRITE_LOGS: 'false',
	WRANGLER_LOG_PATH: join(state, 'logs'),
	WRANGLER_REGISTRY_PATH: join(state, 'registry'),
	WRANGLER_CACHE_DIR: join(state, 'cache'),
	XDG_CONFIG_HOME: join(state, 'config'),
	TMPDIR: join(state, 'tmp'),
	CLOUDFLARE_CF_FETCH_ENABLED: 'false',
	X_LOCAL_OBSERVABILITY: 'false',
	X_LOCAL_EXPLORER: 'false',
})

/** Starts wrangler in `cwd`, in a process group of its own, so that nothing of it can outlive its end. */
export const spawnWrangler = (state: string, cwd: string, args: string[]): ChildProcess =>
	spawn(process.execPath, ['--no-warnings', WRANGLER, ...args], {
		cwd,
		env: quietEnv(state),
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: true,
	})

/**
 * Runs a tool to its end.
 * @returns what it printed (stdout and stderr together).
 * @throws with all it printed when it fails.
 */
export async function run(file: string, args: string[], cwd = root, env = process.env): Promise<string> {
	return finished(spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] }), file)
}

/** Runs wrangler to its end, as `run` does. */
export const runWrangler = (state: string, cwd: string, args: string[]): Promise<string> =>
	finished(spawnWrangler(state, cwd, args), `wrangler ${args.slice(0, 3).join(' ')}`)

function finished(child: ChildProcess, name: string): Promise<string> {
	let output = ''
	const collect = (chunk: Buffer) => {
		output += chunk
	}
	child.stdout?.on('data', collect)
	child.stderr?.on('data', collect)
	return new Promise((resolve, reject) => {
		child.on('error', reject)
		child.on('close', (code) => {
			if (code === 0) resolve(output)
			else reject(new Error(`${name} failed (${code}):\n${output.trim()}`))
		})
	})
}

/** What a person sees while a command works: on stderr, so that stdout holds results only. */
export const say = (text: string): void => {
	process.stderr.write(`${text}\n`)
}
