import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import { root } from './state.ts'

/** `npm start` as a process of its own, for tests. */
export interface Launched {
	process: ChildProcess
	/** What it has printed on stdout so far. */
	said(): string
	/** Sends a signal and waits for the end: the exit code. */
	stop(signal?: NodeJS.Signals): Promise<number | null>
}

/**
 * Starts Jitt on a state folder and a port.
 * @returns once it says that it is ready.
 * @throws if it ends before that; what it said on stderr went to ours.
 */
export async function launchJitt(
	state: string,
	port: number,
	env: NodeJS.ProcessEnv = {},
): Promise<Launched> {
	const child = spawn(process.execPath, [join(root, 'scripts', 'start.ts')], {
		env: { ...process.env, PORT: String(port), JITT_STATE: state, ...env },
		stdio: ['ignore', 'pipe', 'inherit'],
	})
	let said = ''
	await new Promise<void>((resolve, reject) => {
		child.stdout.on('data', (chunk) => {
			said += chunk
			if (/^Jitt is ready: .*\n/m.test(said)) resolve()
		})
		child.on('exit', (code) => reject(new Error(`npm start ended (${code}) before it was ready`)))
	})
	const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
		if (child.exitCode === null && child.signalCode === null) {
			child.kill(signal)
			await once(child, 'exit')
		}
		return child.exitCode
	}
	return { process: child, said: () => said, stop }
}

/** A port on which nothing listens at this moment. */
export async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1')
	await once(server, 'listening')
	const address = server.address()
	server.close()
	if (address === null || typeof address === 'string') throw new Error('no free port')
	return address.port
}
