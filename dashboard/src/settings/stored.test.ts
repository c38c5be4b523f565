import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { choose, chosen, keep, kept, STORED, tidy } from './stored.ts'

const held = new Map<string, string>()
beforeEach(() => {
	held.clear()
	vi.stubGlobal('localStorage', {
		getItem: (name: string) => held.get(name) ?? null,
		setItem: (name: string, value: string) => held.set(name, value),
		removeItem: (name: string) => held.delete(name),
	})
})

// promise: 6
test('nothing is stored that was not turned on, and nothing of it stays that is turned off', () => {
	keep('theme', 'dark')
	keep('hint', '1')
	expect([...held]).toEqual([])
	choose('theme', true)
	keep('theme', 'dark')
	keep('hint', '1')
	expect([...held.keys()].sort()).toEqual(['jitt-choices', 'jitt-theme'])
	expect(kept('theme')).toBe('dark')
	choose('theme', false)
	expect([...held]).toEqual([])
})

test('what was stored before one could choose is removed', () => {
	held.set('jitt-theme', 'dark').set('jitt-was-in', '1').set('somebody-else', '1')
	tidy()
	expect([...held.keys()]).toEqual(['somebody-else'])
})

test.each(['', 'null', '{"theme":true}', '"theme"', '["nothing",7]', '[['])(
	'a broken list turns nothing on: %s',
	(list) => {
		held.set('jitt-choices', list)
		expect([...chosen()]).toEqual([])
	},
)

test('storage that is closed to us breaks nothing', () => {
	const closed = () => {
		throw new DOMException('closed', 'SecurityError')
	}
	vi.stubGlobal('localStorage', { getItem: closed, setItem: closed, removeItem: closed })
	choose('theme', true)
	keep('theme', 'dark')
	expect([kept('theme'), chosen().size]).toEqual([null, 0])
})

// promise: 6
test('every entry says what it is for, how long it lasts and what does not work without it', () => {
	expect(new Set(STORED.map(({ name }) => name)).size).toBe(STORED.length)
	for (const { purpose, lasts, without } of STORED) expect([purpose, lasts, without]).not.toContain('')
})

// promise: 6
test('no other file of the dashboard stores anything', () => {
	const source = join(import.meta.dirname, '..')
	const storing = globSync('**/*.{ts,tsx}', { cwd: source })
		.filter((file) => !/\.test\.tsx?$/.test(file))
		.filter((file) =>
			/localStorage|sessionStorage|indexedDB|document\.cookie|caches\.open/.test(
				readFileSync(join(source, file), 'utf8'),
			),
		)
	expect(storing).toEqual(['settings/stored.ts'])
})
