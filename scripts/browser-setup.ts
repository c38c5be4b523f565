import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { freePort, launchJitt } from './launch.ts'
import { readOwner, readRunning } from './state.ts'

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

/**
 * Starts one instance, as `npm start` does, with a fresh state, before all browser tests; ends it after them. Both
 * projects of browser tests call it, and the second finds the instance of the first.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
	const all = project.vitest.getRootProject()
	if (all.getProvidedContext().jitt) return
	const state = mkdtempSync(join(tmpdir(), 'jitt-state-'))
	const jitt = await launchJitt(state, await freePort())
	const stop = async () => {
		await jitt.stop()
		rmSync(state, { recursive: true, force: true })
	}
	const running = readRunning(state)
	const owner = readOwner(state)
	if (!running || !owner?.apiKey) {
		await stop()
		throw new Error('Jitt said that it is ready but left no owner')
	}
	const { email, password, apiKey } = owner
	all.provide('jitt', { baseUrl: running.baseUrl, email, password, apiKey, state })
	return stop
}
