import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { buildDashboard, buildTracker, migrate } from './build.ts'
import { pagesFolder, writeConfigs } from './config.ts'
import { startStandIn } from './stripe/server.ts'
import { say, spawnWrangler } from './tools.ts'

const READY_SECONDS = 60
const STOP_SECONDS = 8
const GONE_SECONDS = 2

/** The Worker and the Pages project, running together on one port of this machine. */
export interface Instance {
	baseUrl: string
	/** Where the stand-in for Stripe can be seen; null where the environment names a key of Stripe's. */
	standIn: string | null
	/** Resolves when wrangler is gone, whoever ended it. */
	ended: Promise<unknown>
	/** Ends it and everything it started. */
	stop(): Promise<void>
}

/**
 * Builds what is missing and starts both parts on `http://localhost:<port>`.
 * @throws with a sentence for people when the port is taken, a build fails or the Worker does not come up.
 */
export async function startInstance(state: string, port: number): Promise<Instance> {
	const baseUrl = `http://localhost:${port}`
	await assertFree(port)
	const stripe = await paidBy(state, baseUrl)
	writeConfigs(state, baseUrl, stripe.vars)
	await buildTracker()
	await buildDashboard(state)
	await migrate(state)

	say('Starting the Worker and the Pages project …')
	const where = ['-c', 'wrangler.json', '-c', '../worker/wrangler.json', '--persist-to', state]
	const listen = ['--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0']
	const quiet = ['--show-interactive-dev-session=false', '--log-level', 'warn']
	const child = spawnWrangler(state, pagesFolder(state), ['pages', 'dev', ...where, ...listen, ...quiet])
	const ended = once(child, 'exit')
	let stopping = false
	for (const stream of [child.stdout, child.stderr]) {
		// On its way out wrangler's esbuild complains about being killed; nobody needs to read that.
		stream?.on('data', (chunk) => stopping || process.stderr.write(chunk))
	}
	const stop = async () => {
		stopping = true
		await Promise.all([end(child), stripe.close()])
	}
	try {
		await untilHealthy(baseUrl, ended)
	} catch (problem) {
		await stop()
		throw problem
	}
	return { baseUrl, standIn: stripe.standIn, ended, stop }
}

/** Stripe with the environment's key, or else the stand-in, with which no money moves. */
async function paidBy(state: string, baseUrl: string) {
	const { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET = '' } = process.env
	const close = async () => {}
	if (STRIPE_SECRET_KEY) {
		return { standIn: null, vars: { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET }, close }
	}
	const { base, secret, ...server } = await startStandIn(
		join(state, 'stripe-stand-in.json'),
		`${baseUrl}/api/stripe/events`,
	)
	const vars = { STRIPE_SECRET_KEY: 'sk_test_standin', STRIPE_WEBHOOK_SECRET: secret, STRIPE_BASE: base }
	return { standIn: base, vars, close: server.close }
}

/** Refuses a port on which something listens already, on either loopback address. */
async function assertFree(port: number): Promise<void> {
	for (const host of ['127.0.0.1', '::1']) {
		const server = createServer().listen(port, host)
		const code = await once(server, 'listening').then(
			() => null,
			(error: NodeJS.ErrnoException) => error.code,
		)
		server.close()
		if (code === 'EADDRINUSE') {
			throw new Error(`Port ${port} is in use. Choose another: PORT=${port + 1} npm start`)
		}
		if (code === 'EACCES')
			throw new Error(`Port ${port} may not be opened by this user: choose one above 1023.`)
	}
}

/** Resolves when the Worker answers through the Pages project. */
async function untilHealthy(baseUrl: string, ended: Promise<unknown>): Promise<void> {
	const gone = ended.then(() => true)
	for (const until = Date.now() + READY_SECONDS * 1000; Date.now() < until; ) {
		const answer = await fetch(`${baseUrl}/api/health`).catch(() => null)
		await answer?.body?.cancel()
		if (answer?.ok) return
		if (await Promise.race([gone, wait(150)]))
			throw new Error('wrangler ended before Jitt was ready: see above.')
	}
	throw new Error(`Jitt did not answer on ${baseUrl}/api/health within ${READY_SECONDS} seconds.`)
}

/** Ends wrangler politely, then whatever is left of its process group. */
async function end(child: ChildProcess): Promise<void> {
	const exited = child.exitCode !== null || child.signalCode !== null ? null : once(child, 'exit')
	child.kill('SIGTERM')
	await Promise.race([exited, wait(STOP_SECONDS * 1000, null, { ref: false })])
	// Killed is not yet gone: the kernel takes its time over a process of hundreds of megabytes.
	for (const until = Date.now() + GONE_SECONDS * 1000; killGroup(child) && Date.now() < until; )
		await wait(20)
}

/** Kills what is left of wrangler's process group; whether anything was. One that waits to be reaped counts. */
function killGroup(child: ChildProcess): boolean {
	try {
		return child.pid !== undefined && process.kill(-child.pid, 'SIGKILL')
	} catch {
		return false
	}
}
