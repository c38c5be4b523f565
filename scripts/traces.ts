import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { filesBelow } from './state.ts'

/** A text that was found where it must not be. */
export interface Trace {
	file: string
	text: string
	encoding: 'utf8' | 'utf16le' | 'utf16be'
}

type Needle = Pick<Trace, 'text' | 'encoding'> & { bytes: Buffer }

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
	const needles: Needle[] = texts.flatMap((text) => [
		{ text, encoding: 'utf8', bytes: Buffer.from(text, 'utf8') },
		{ text, encoding: 'utf16le', bytes: Buffer.from(text, 'utf16le') },
		{ text, encoding: 'utf16be', bytes: Buffer.from(text, 'utf16le').swap16() },
	])
	for (let tried = 1; ; tried++) {
		try {
			return search(folder, needles, skip)
		} catch (problem) {
			// An instance that runs folds its journals into their databases and removes them: what stood in one may
			// be in a file that was read before, so all is read again.
			const gone = (problem as NodeJS.ErrnoException).code === 'ENOENT'
			if (!gone || tried === TRIES) throw problem
		}
	}
}

const TRIES = 10

function search(folder: string, needles: Needle[], skip: (file: string) => boolean): Trace[] {
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
