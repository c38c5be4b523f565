import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { filesBelow } from './state.ts'
import { findTraces, type Trace } from './traces.ts'

/**
 * Where texts stand in what an instance stores: every database and every bucket below its folder `v3`.
 *
 * Databases are read as what is in them: each is written anew into `folder` (`VACUUM INTO`, a snapshot of one
 * moment), since SQLite leaves the bytes of a deleted row where they were until something else needs the place.
 * On Cloudflare those pages are the platform's, which keeps a history of 30 days; the privacy policy says so. The
 * data centre's cache of answers is neither: it holds one for a minute (`workers/api/edition.ts`), and the local
 * runtime only leaves the files of what has expired lying about. Letters that were sent are in people's mailboxes,
 * and invoices in the payment provider's books.
 */
export function leftOf(state: string, folder: string, texts: readonly string[]): Trace[] {
	rmSync(folder, { recursive: true, force: true })
	for (const path of filesBelow(join(state, 'v3'), ['cache'])) {
		if (/-(wal|shm|journal)$/.test(path)) continue
		const copy = join(folder, relative(state, path))
		mkdirSync(dirname(copy), { recursive: true })
		if (path.endsWith('.sqlite')) snapshot(path, copy)
		else copyFileSync(path, copy)
	}
	return findTraces(folder, texts)
}

function snapshot(path: string, copy: string): void {
	const database = new DatabaseSync(path, { readOnly: true })
	try {
		database.prepare('VACUUM INTO ?').run(copy)
	} finally {
		database.close()
	}
}
