/**
 * `npm run restore -- [BACKUP]` restores a backup, the newest if none is named, into a new folder of state
 * (`JITT_STATE`), and checks it row by row. `npm start` with the same folder then runs on it; how a deployment gets it
 * is said in `docs/backups.md`.
 */
import { existsSync, readdirSync } from 'node:fs'
import process from 'node:process'
import { targetOf } from '../workers/store/backup-bucket.ts'
import { migrate } from './build.ts'
import { writeConfigs } from './config.ts'
import { openDatabases } from './databases.ts'
import { restore } from './restoring.ts'
import { stateFolder } from './state.ts'
import { say } from './tools.ts'

try {
	const target = targetOf(process.env)
	if (!target) throw new Error('Set BACKUP_ENDPOINT, BACKUP_BUCKET, BACKUP_KEY and the credentials.')
	const state = stateFolder()
	if (existsSync(state) && readdirSync(state).length > 0) {
		throw new Error(`${state} is not empty: name a new folder with JITT_STATE.`)
	}
	writeConfigs(state, 'http://localhost:8787')
	await migrate(state)
	const { env, stop } = await openDatabases(state)
	try {
		const { manifest, orphans } = await restore(target, process.argv[2] ?? null, env)
		for (const [table, rows] of orphans) say(`${table}: ${rows} rows refer to what the backup does not have`)
		const rows = Object.values(manifest.tables).reduce((sum, one) => sum + one, 0)
		process.stdout.write(
			`${manifest.id}: ${rows} rows of ${manifest.started_at} restored and compared in ${state}\n`,
		)
	} finally {
		await stop()
	}
} catch (problem) {
	say(problem instanceof Error ? problem.message : String(problem))
	process.exitCode = 1
}
