import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { faults } from './migrations.ts'
import { root } from './state.ts'

describe('migrations', () => {
	it.each(globSync('migrations/*/*.sql', { cwd: root }))('%s is safe to apply', (file) => {
		const kind = file.includes('stats') ? 'stats' : 'control'
		expect(faults(kind, readFileSync(join(root, file), 'utf8'))).toEqual([])
	})

	it.each([
		['control', 'DROP TABLE `site`;', 'DROP TABLE'],
		['control', 'drop\n table site;', 'DROP TABLE'],
		['control', 'CREATE TABLE `__new_site` (`id` integer);', '__new_'],
		['control', '-- safe: ok\nDROP TABLE `site`;', 'DROP TABLE'],
		['control', 'CREATE TABLE a (b text REFERENCES c(d) ON DELETE cascade);', 'CASCADE'],
		['control', 'CREATE TABLE a (b integer PRIMARY KEY AUTOINCREMENT);', 'AUTOINCREMENT'],
		[
			'stats',
			'CREATE TABLE `hits` (`a` integer);\nCREATE TABLE `b` (`a` integer) WITHOUT ROWID;',
			'hits lacks',
		],
	] as const)('of %s are refused: %s', (kind, sql, sentence) => {
		expect(faults(kind, sql).join('\n')).toContain(sentence)
	})

	it('may drop a table where a comment says why that is safe, and may name it in comments', () => {
		expect(faults('control', '-- safe: nothing was ever written to it\nDROP TABLE `draft`;')).toEqual([])
		expect(faults('stats', '-- no DROP TABLE here\nCREATE TABLE `commits` (`a` integer);')).toEqual([])
	})
})
