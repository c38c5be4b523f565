import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { getTableColumns } from 'drizzle-orm'
import { commits, events, visits } from '../workers/store/schema/traffic.ts'

/**
 * The file of an instance's database of traffic, written while the instance is down: millions of rows in minutes,
 * which over the bridge to workerd and through JSON in SQL take an hour. The rows are those of a commit, cell by cell;
 * what is made of them (rollups, answers) is the product's own work afterwards.
 */
export class Direct {
	readonly #file: DatabaseSync
	readonly #insert: Record<'events' | 'visits', StatementSync>

	constructor(path: string) {
		const file = new DatabaseSync(path)
		// Nothing else has it open, and what a crash breaks is written anew.
		file.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; BEGIN')
		this.#file = file
		this.#insert = { events: insertInto(file, events), visits: insertInto(file, visits) }
	}

	/** Takes a row, as the JSON array that a commit holds. */
	row(table: 'events' | 'visits', json: string): void {
		this.#insert[table].run(...(JSON.parse(json) as SQLInputValue[]))
	}

	/** Says that a site's rows are there, as its last commit would. */
	mark(site: number): void {
		insertInto(this.#file, commits).run(site, 1, Date.now())
	}

	close(): void {
		this.#file.exec('COMMIT')
		this.#file.close()
	}
}

function insertInto(
	file: DatabaseSync,
	table: typeof events | typeof visits | typeof commits,
): StatementSync {
	const names = Object.keys(getTableColumns(table)).map((field) =>
		field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
	)
	const into = table === events ? 'events' : table === visits ? 'visits' : 'commits'
	const text = `INSERT OR REPLACE INTO ${into} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
	return file.prepare(text)
}

/** The file of an instance's database of traffic. @throws where there is none. */
export async function trafficFile(state: string): Promise<string> {
	const folder = join(state, 'state')
	for (const path of await readdir(folder, { recursive: true })) {
		if (!path.endsWith('.sqlite')) continue
		const file = new DatabaseSync(join(folder, path), { readOnly: true })
		const found = file.prepare("SELECT 1 FROM sqlite_master WHERE name = 'commits'").get()
		file.close()
		if (found) return join(folder, path)
	}
	throw new Error('the instance has no database of traffic')
}
