import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { filesBelow } from './state.ts'

/** A text that was found where it must not be. */
export interface Trace {
	file: string
	text: string
	encoding: 'utf8' | 'utf16le' | 'utf16be'
}

/**
 * Searches every file below a folder, byte by byte, for texts in each encoding that a database or a log may
 * have given them. SQLite's journals and databases are files like any other here: what was deleted but not
 * overwritten is found as well.
 */
export function findTraces(
	folder: string,
	texts: readonly string[],
	skip: (file: string) => boolean = () => false,
): Trace[] {
	const needles = texts.flatMap((text) => [
		{ text, encoding: 'utf8' as const, bytes: Buffer.from(text, 'utf8') },
		{ text, encoding: 'utf16le' as const, bytes: Buffer.from(text, 'utf16le') },
		{ text, encoding: 'utf16be' as const, bytes: Buffer.from(text, 'utf16le').swap16() },
	])
	return filesBelow(folder)
		.map((path) => ({ path, file: relative(folder, path) }))
		.filter(({ file }) => !skip(file))
		.flatMap(({ path, file }) => {
			const content = readFileSync(path)
			return needles
				.filter(({ bytes }) => content.includes(bytes))
				.map(({ text, encoding }) => ({ file, text, encoding }))
		})
}
