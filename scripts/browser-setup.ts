import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { TestProject } from 'vitest/node'
import { readOwner, readRunning, root } from './state.ts'

/** The running instance that every browser test finds by `inject('jitt')`. */
export interface TestInstance {
	baseUrl: string
	email: string
	password: string
	apiKey: string
	/** Its state folder: all that it stores. */
	state: string
}

declare module 'vitest' {
	interface ProvidedContext {
		jitt: TestInstance
	}
}

/** Starts one instance, as `npm start` does, with a fresh state, before all browser tests; ends it after them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const state = mkdtempSync(join(tmpdir(), 'jitt-state-'))
	const port = await freePort()
	const child = spawn(process.execPath, [join(root, 'scripts', 'start.ts')], {
		env: { ...process.env, PORT: String(port), JITT_STATE: state },
		stdio: ['ignore', 'pipe', 'inherit'],
	})
	const stop = async () => {
		if (child.exitCode === null) {
			child.kill('SIGTERM')
			await once(child, 'exit')
		}
		rmSync(state, { recursive: true, force: true })
	}
	try {
		await ready(child)
		const running = readRunning(state)
		const owner = readOwner(state)
		if (!running || !owner?.apiKey) throw new Error('Jitt said that it is ready but left no owner')
		const { email, password, apiKey } = owner
		project.provide('jitt', { baseUrl: running.baseUrl, email, password, apiKey, state })
	} catch (problem) {
		await stop()
		throw problem
	}
	return stop
}

/** Resolves at the ready line; rejects if the process ends without it. */
function ready(child: ChildProcess): Promise<void> {
	return new Promise((resolve, reject) => {
		let said = ''
		child.stdout?.on('data', (chunk) => {
			said += chunk
			if (/^Jitt is ready: /m.test(said)) resolve()
		})
		child.on('exit', (code) => reject(new Error(`npm start ended (${code}) before it was ready`)))
	})
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1')
	await once(server, 'listening')
	const address = server.address()
	server.close()
	if (address === null || typeof address === 'string') throw new Error('no free port')
	return address.port
}
