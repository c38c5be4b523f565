import type { Env } from '../env.ts'

/** Whose things: a person, and the teams that go with the person (those of which it is the only owner). */
export interface Subject {
	userId: string
	teamIds: readonly string[]
}

/** One file of an export: a name with slashes (`support/tickets.json`) and its content. */
export interface ExportFile {
	path: string
	content: string | ReadableStream<Uint8Array>
}

/**
 * What one room holds of an account. Rooms do not know each other: the counter lists their parts, and export and
 * deletion go through the list. A room that holds something about people has a `part.ts`.
 */
export interface Part {
	name: string
	/** Everything held, as the person may take it along. */
	take(env: Env, subject: Subject): AsyncIterable<ExportFile>
	/**
	 * Erases it for good; repeated it does nothing more.
	 * @returns what the law makes us keep, in words, with until when; mostly nothing.
	 * @throws when it could not be finished: erase again.
	 */
	erase(env: Env, subject: Subject, now: number): Promise<Kept[]>
}

/** What stays after an erasure. */
export interface Kept {
	what: string
	why: string
	/** ms since the epoch. */
	until: number
}
