/** Why a migration must not be applied. Pure: takes the text, returns sentences. */

/** Traffic tables that may keep their rowid. */
const WITH_ROWID = ['commits']
/** `-- safe: the table was never filled` in the file lifts the refusal of a dropped or recreated table. */
const SAFE = /^\s*--\s*safe:\s*\S.{14,}$/im

/**
 * Faults of one migration file.
 * - A dropped or recreated table takes the rows of its children with it on D1, which ignores
 *   `PRAGMA foreign_keys=OFF` inside a migration (drizzle-orm#4938); so does `ON DELETE CASCADE`.
 * - `AUTOINCREMENT` costs a further written row per insert.
 * - Without `WITHOUT ROWID` the primary key of a traffic table is a second, billed index.
 * @param kind `stats` for migrations of a traffic database.
 */
export function faults(kind: 'control' | 'stats', sql: string): string[] {
	const bare = sql.replace(/--.*$/gm, '').replace(/\/\*[\s\S]*?\*\//g, '')
	const found: string[] = []
	if (!SAFE.test(sql)) {
		if (/\bDROP\s+TABLE\b/i.test(bare)) found.push('DROP TABLE without a comment "-- safe: <why>"')
		if (/__new_/i.test(bare)) found.push('a recreated table (__new_) without a comment "-- safe: <why>"')
	}
	if (/\bON\s+DELETE\s+CASCADE\b/i.test(bare)) found.push('ON DELETE CASCADE: delete children in code')
	if (/\bAUTOINCREMENT\b/i.test(bare)) found.push('AUTOINCREMENT: a plain INTEGER PRIMARY KEY does')
	for (const [statement, name = ''] of bare.matchAll(
		/\bCREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?[`"]?(\w+)[^;]*/gi,
	)) {
		const plain = !/\bWITHOUT\s+ROWID\b/i.test(statement)
		if (kind === 'stats' && plain && !WITH_ROWID.includes(name)) found.push(`${name} lacks WITHOUT ROWID`)
	}
	return found
}
