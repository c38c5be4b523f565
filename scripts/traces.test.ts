import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, it } from 'vitest'
import { findTraces } from './traces.ts'

const folder = mkdtempSync(join(tmpdir(), 'jitt-traces-'))
afterAll(() => rmSync(folder, { recursive: true }))
const needle = '203.0.113.200'

it('finds a text in any file and encoding, between any bytes', () => {
	mkdirSync(join(folder, 'deep', '.hidden'), { recursive: true })
	const noise = Buffer.from([255, 0, 13, 10, 7])
	writeFileSync(join(folder, 'deep', '.hidden', 'a'), Buffer.concat([noise, Buffer.from(needle), noise]))
	writeFileSync(join(folder, 'deep', 'b'), Buffer.concat([noise, Buffer.from(needle, 'utf16le')]))
	writeFileSync(join(folder, 'c'), Buffer.concat([Buffer.from(needle, 'utf16le').swap16(), noise]))
	writeFileSync(join(folder, 'd'), '203.0.113.2')
	expect(findTraces(folder, [needle])).toEqual([
		{ file: join('c'), text: needle, encoding: 'utf16be' },
		{ file: join('deep', '.hidden', 'a'), text: needle, encoding: 'utf8' },
		{ file: join('deep', 'b'), text: needle, encoding: 'utf16le' },
	])
	expect(findTraces(folder, [needle], (file) => file.startsWith('deep'))).toHaveLength(1)
})

it('finds a row in a write-ahead log, also after it was deleted', () => {
	const file = join(folder, 'x.sqlite')
	const database = new DatabaseSync(file)
	database.exec('PRAGMA journal_mode = wal; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (a)')
	database.prepare('INSERT INTO t VALUES (?)').run(`${needle}!`)
	database.exec('DELETE FROM t')
	expect(findTraces(folder, [`${needle}!`]).map((trace) => trace.file)).toEqual(['x.sqlite-wal'])
	database.close()
})
