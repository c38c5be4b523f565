/**
 * `npm run backup` makes an encrypted backup of the local instance's control database and sums, now, in the bucket that
 * the variables `BACKUP_*` name. A deployment makes its own once a day. `npm run backup -- --new-key` prints a key.
 */
import { randomBytes } from 'node:crypto'
import process from 'node:process'
import { runBackup } from '../workers/store/backup.ts'
import { targetOf } from '../workers/store/backup-bucket.ts'
import { openDatabases } from './databases.ts'
import { readRunning, stateFolder } from './state.ts'
import { say } from './tools.ts'

/** A run of the Worker ends after so many queries; here the next one begins at once. */
const MOST_RUNS = 1_000

async function backUp(): Promise<string> {
	if (!targetOf(process.env))
		throw new Error('Set BACKUP_ENDPOINT, BACKUP_BUCKET, BACKUP_KEY and the credentials.')
	const state = stateFolder()
	if (readRunning(state)) throw new Error('Jitt runs on this state: stop it first, or set JITT_STATE.')
	const { env, stop } = await openDatabases(state)
	try {
		for (let run = 0; run < MOST_RUNS; run++) {
			const id = await runBackup({ ...process.env, ...env }, Date.now(), run === 0)
			if (id) return id
		}
		throw new Error('The backup does not come to an end.')
	} finally {
		await stop()
	}
}

if (process.argv[2] === '--new-key') process.stdout.write(`${randomBytes(32).toString('base64')}\n`)
else {
	await backUp().then(
		(id) => process.stdout.write(`${id}\n`),
		(problem: Error) => {
			say(problem.message)
			process.exitCode = 1
		},
	)
}
