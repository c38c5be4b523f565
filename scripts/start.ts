/** `npm start`: builds, migrates and runs Jitt on this machine until it is told to stop. */
import { rmSync } from 'node:fs'
import process from 'node:process'
import { startInstance } from './instance.ts'
import { DEMO_SITE, ensureOwner } from './owner.ts'
import { readRunning, runningFile, stateFolder, writeRunning } from './state.ts'
import { say } from './tools.ts'

const state = stateFolder()
const port = Number(process.env.PORT || 8787)

const fail = (problem: unknown): never => {
	say(problem instanceof Error ? problem.message : String(problem))
	process.exit(1)
}

if (!Number.isInteger(port) || port < 1 || port > 65_535)
	fail(`PORT must be 1 to 65535, not "${process.env.PORT}".`)
const other = readRunning(state)
if (other) fail(`Jitt already runs on this state at ${other.baseUrl}. Another one needs its own JITT_STATE.`)

// Asked to stop while still starting: finish the step at hand, then stop.
let asked = false
let onAsked = () => {}
const told = new Promise<void>((resolve) => {
	onAsked = resolve
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => {
		if (!asked) say('Stopping …')
		asked = true
		onAsked()
	})
}
// Whoever started us may be killed without a chance to tell us.
const parent = process.ppid
setInterval(() => process.ppid === parent || onAsked(), 1000).unref()
// A reader that goes away is no reason to fall over, and to leave behind what we started.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

const instance = await startInstance(state, port).catch(fail)
writeRunning(state, { pid: process.pid, baseUrl: instance.baseUrl })
let code = 0
try {
	const owner = await ensureOwner(state, instance.baseUrl)
	if (!asked) {
		process.stdout.write(`Jitt is ready: ${instance.baseUrl}
  Dashboard  ${instance.baseUrl}/${DEMO_SITE}
  Sign in    ${owner.email}  password ${owner.password}
  Demo site  ${instance.baseUrl}/demo/
${
	instance.standIn
		? `  Payments   ${instance.standIn} stands in for Stripe: no money moves
`
		: ''
}  Stop with Ctrl-C. All local state is in ${state}
`)
	}
	const end = await Promise.race([told.then(() => 'told'), instance.ended.then(() => 'gone')])
	if (end === 'gone' && !asked) {
		say('wrangler ended by itself: see above.')
		code = 1
	}
} catch (problem) {
	say(problem instanceof Error ? problem.message : String(problem))
	code = 1
}
await instance.stop()
rmSync(runningFile(state), { force: true })
process.exit(code)
