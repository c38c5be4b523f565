/** `npm run --silent key`: prints the running instance's address, sign-in and API key as one line of JSON. */
import process from 'node:process'
import { readOwner, readRunning, stateFolder } from './state.ts'
import { say } from './tools.ts'

const state = stateFolder()
const running = readRunning(state)
const owner = readOwner(state)
if (!running || !owner?.apiKey) {
	say(`No Jitt runs on ${state}: start one with npm start, and give both the same JITT_STATE.`)
	process.exit(1)
}
const { email, password, apiKey } = owner
process.stdout.write(`${JSON.stringify({ baseUrl: running.baseUrl, email, password, apiKey })}\n`)
