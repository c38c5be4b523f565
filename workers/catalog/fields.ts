import { z } from 'zod'
import { clean, exceeds } from '../collect/page.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'

/** Characters of a name that people gave to something. */
export const NAME_LENGTH = 120
/** Bytes of an event property's name, as the door keeps them. */
export const PROPERTY_BYTES = 300

/** A text of people's, made as the door makes the texts of events, so that both are equal where they look so. */
export const trimmed = (error: string) => z.string({ error }).transform((text) => clean(text).trim())

/** A text of 1 to `most` characters. */
export const label = (most: number) => {
	const error = `must have 1 to ${most} characters`
	return trimmed(error).refine((text) => text !== '' && text.length <= most, { error })
}

/** A text of 1 to `most` bytes. */
export const bytes = (most: number) => {
	const error = `must have 1 to ${most} bytes`
	return trimmed(error).refine((text) => text !== '' && !exceeds(text, most), { error })
}

/** Reads fields by a schema; the first fault is told by its field. Unknown fields are left alone. */
export function readBy<T>(schema: z.ZodType<T>, input: Record<string, unknown>): Result<T, AppError> {
	const parsed = schema.safeParse(input)
	if (parsed.success) return ok(parsed.data)
	const issue = parsed.error.issues[0]
	return faulty(String(issue?.path[0] ?? 'body'), issue?.message ?? 'is not valid')
}

/** The failure of one field: its name is in the text and beside it. */
export const faulty = (field: string, text: string) =>
	fail<AppError>({ kind: 'invalid', message: `${field}: ${text}`, field })
