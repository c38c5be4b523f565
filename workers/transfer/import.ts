import type { Env } from '../env.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { importChunk, type SiteRef } from '../site/client.ts'
import { linesOf } from './lines.ts'
import { readRecord } from './record.ts'
import { type ImportReport, Report } from './report.ts'
import { Window } from './window.ts'

/** One request of an import: a part of its lines. */
export interface ImportPart {
	/** Names the import; the same key and part again resume it and keep nothing twice. */
	key: string
	part: number
	/** The import ends with this part: its visitors' names are forgotten. */
	last: boolean
	body: ReadableStream<Uint8Array> | null
	/** Length of the body as the caller declares it; null where it does not. */
	bytes: number | null
}

/** The body limit of the platform's smallest plan. */
const MAX_BYTES = 100_000_000

const tooLarge: AppError = {
	kind: 'too_large',
	message: `A part may have at most ${MAX_BYTES} bytes: send the rest as the next part`,
}
const brokenOff: AppError = {
	kind: 'unavailable',
	message: 'The import broke off: send the same part with the same key again',
	retryAfterSeconds: 5,
}

const otherLines: AppError = {
	kind: 'conflict',
	message:
		'This part was sent before under this key with other lines: send the same ones, or a part of its own',
}

/**
 * Reads newline-delimited events and hands them to the site's object in order of time, chunk by chunk. Lines
 * that cannot be read are reported by number and the rest is kept. What a chunk holds follows from the lines
 * alone, so that the same part sent again gives the same chunks, and those that were kept are kept once.
 * Nothing of the future is kept, and nothing older than the site's retention.
 */
export async function importLines(
	env: Env,
	site: SiteRef,
	{ key, part, last, body, bytes }: ImportPart,
): Promise<Result<ImportReport>> {
	// Before anything is kept: only a body of unknown length is found out on the way.
	if (bytes !== null && bytes > MAX_BYTES) return fail(tooLarge)
	const report = new Report(key, part)
	const window = new Window()
	let chunks = 0
	let conflict = false
	const send = async (ends: boolean): Promise<void> => {
		const hits = window.take()
		const chunk = { key, chunk: `${part}:${chunks++}`, last: ends && window.size === 0, hits }
		const outcome = await importChunk(env, site, chunk)
		conflict ||= outcome.conflict
		report.kept(outcome.kept)
		for (const { reason } of outcome.dropped) report.dropped(reason)
	}
	let over = false
	const onOver = () => {
		over = true
	}
	try {
		for await (const line of linesOf(body, MAX_BYTES, onOver)) {
			report.line()
			const record = line.error === null ? readRecord(line.text, line.number) : line
			if (record.error !== null) report.error(line.number, record.error)
			else window.add(record.hit, line.bytes)
			if (window.full) await send(false)
			if (conflict) return fail(otherLines)
		}
		if (over) return fail(tooLarge)
		// The last part says that the import ends even where it has no line.
		if (last && window.size === 0) await send(true)
		while (window.size > 0 && !conflict) await send(last)
		if (conflict) return fail(otherLines)
	} catch (error) {
		console.error('an import broke off', site.site, error instanceof Error ? error.name : '')
		return fail(brokenOff)
	}
	return ok(report.value)
}
