/** What `npm start` promises: one ready line, a sign-in that works, nothing left running, nothing left lying about. */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, expect, it } from 'vitest'
import { freePort, launchJitt } from './launch.ts'
import { filesBelow, root } from './state.ts'

const folder = mkdtempSync(join(tmpdir(), 'jitt-start-'))
const state = join(folder, 'state')
const home = mkdtempSync(join(folder, 'home-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** All processes that descend from one. */
function descendants(pid: number): number[] {
	const table = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
	const pairs = table.map((line) => line.trim().split(/\s+/).map(Number))
	const found = [pid]
	for (const parent of found) for (const [child = 0, of] of pairs) if (of === parent) found.push(child)
	return found.slice(1)
}
/** Whether a process runs. One that has ended is listed as `Z` until its parent, by then the system, asks for it. */
const alive = (pid: number) => {
	const { stdout } = spawnSync('ps', ['-p', String(pid), '-o', 'stat='], { encoding: 'utf8' })
	return stdout.trim() !== '' && !stdout.startsWith('Z')
}
const command = (name: string, env: NodeJS.ProcessEnv = {}) =>
	spawnSync(process.execPath, [join(root, 'scripts', `${name}.ts`)], {
		encoding: 'utf8',
		env: { ...process.env, JITT_STATE: state, ...env },
	})
/** The tree without what is installed, versioned or written by the tests of others. */
const tree = () =>
	filesBelow(root, ['node_modules', '.git', '.jitt', 'coverage']).filter((file) => !/\.gen\.ts$/.test(file))

it.each(['SIGTERM', 'SIGINT'] as const)(
	'starts, says how to sign in, and leaves nothing behind after %s',
	async (signal) => {
		const before = tree()
		const port = await freePort()
		const jitt = await launchJitt(state, port, { HOME: home })
		const pids = descendants(jitt.process.pid ?? 0)
		expect(pids.length).toBeGreaterThan(1)
		expect(jitt.said().match(/^Jitt is ready: .*$/gm)).toEqual([`Jitt is ready: http://localhost:${port}`])

		const key = command('key')
		expect([key.status, key.stderr]).toEqual([0, ''])
		expect(key.stdout).toMatch(/^\{.*\}\n$/)
		const { baseUrl, email, password, apiKey } = JSON.parse(key.stdout)
		const sites = await fetch(`${baseUrl}/api/v1/sites`, { headers: { authorization: `Bearer ${apiKey}` } })
		expect(await sites.json()).toMatchObject({ sites: [{ domain: 'demo.jitt.localhost' }] })
		const signedIn = await fetch(`${baseUrl}/api/auth/sign-in/email`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', origin: baseUrl },
			body: JSON.stringify({ email, password }),
		})
		expect(signedIn.status).toBe(200)
		expect(jitt.said()).toContain(email)

		expect(await jitt.stop(signal)).toBe(0)
		expect(pids.filter(alive)).toEqual([])
		await expect(fetch(baseUrl)).rejects.toThrow()
		expect(readdirSync(home)).toEqual([])
		expect(tree()).toEqual(before)
	},
	// It builds, migrates and starts everything, while other files drive their browsers.
	180_000,
)

it('leaves nothing behind when nobody reads any more what it says', async () => {
	const port = await freePort()
	const jitt = spawn(process.execPath, [join(root, 'scripts', 'start.ts')], {
		env: { ...process.env, JITT_STATE: state, HOME: home, PORT: String(port) },
		stdio: ['ignore', 'pipe', 'pipe'],
	})
	jitt.stderr.resume()
	await once(jitt.stdout, 'data')
	const pids = descendants(jitt.pid ?? 0)
	expect(pids.length).toBeGreaterThan(1)
	jitt.stdout.destroy()
	jitt.stderr.destroy()
	jitt.kill('SIGTERM')
	expect((await once(jitt, 'exit'))[0]).toBe(0)
	expect(pids.filter(alive)).toEqual([])
}, 180_000)

it('says so when the port is taken, and starts nothing', async () => {
	const port = await freePort()
	const server = createServer().listen(port, '127.0.0.1')
	await once(server, 'listening')
	const { status, stdout, stderr } = command('start', { PORT: String(port) })
	server.close()
	expect([status, stdout]).toEqual([1, ''])
	expect(stderr).toContain(`Port ${port} is in use`)
	expect(command('start', { PORT: 'eighty' }).stderr).toContain('PORT must be')
})

it('gives no key when nothing runs', () => {
	const { status, stdout, stderr } = command('key')
	expect([status, stdout]).toEqual([1, ''])
	expect(stderr).toContain('npm start')
})
