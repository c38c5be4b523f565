/** `npm run --silent mail -- [ADDRESS]`: prints what the running instance has sent by mail, newest last. */
import process from 'node:process'
import { mails } from './mails.ts'
import { readRunning, stateFolder } from './state.ts'
import { say } from './tools.ts'

const state = stateFolder()
if (!readRunning(state)) {
	say(`No Jitt runs on ${state}: start one with npm start, and give both the same JITT_STATE.`)
	process.exit(1)
}
const sent = mails(state, process.argv[2]).reverse()
for (const { sentAt, to, subject, text } of sent) {
	process.stdout.write(`${sentAt}  to ${to.join(', ')}\nSubject: ${subject}\n\n${text}\n${'─'.repeat(40)}\n`)
}
if (sent.length === 0) say('Nothing was sent since it was started.')
