import type { z } from 'zod'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'

/** Bytes. Settings and queries are small; the import has its own way of reading. */
const MAX_BODY = 65_536

/**
 * The fields of a request: a JSON object, or a form (scripts written for the Sites API send
 * `multipart/form-data`). An empty body has no fields. Values are `unknown`: whoever uses them checks them.
 */
export async function readFields(request: Request): Promise<Result<Record<string, unknown>, AppError>> {
	const bytes = await readBounded(request, MAX_BODY)
	if (!bytes.ok) return bytes
	if (bytes.value.length === 0) return ok({})
	const type = request.headers.get('content-type') ?? ''
	const form = /^\s*(multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(type)
	return form ? formFields(bytes.value, type) : jsonFields(bytes.value)
}

/** The fields of a JSON body, whatever type it says it has: `curl -d` calls everything a form. */
export async function readJsonFields(request: Request): Promise<Result<Record<string, unknown>, AppError>> {
	const bytes = await readBounded(request, MAX_BODY)
	return bytes.ok ? jsonFields(bytes.value) : bytes
}

/** The fields of a request as a schema has them; fields that it does not know are left out. */
export async function parsed<T>(request: Request, schema: z.ZodType<T>): Promise<Result<T, AppError>> {
	const fields = await readFields(request)
	if (!fields.ok) return fields
	const done = schema.safeParse(fields.value)
	if (done.success) return ok(done.data)
	const issue = done.error.issues[0]
	const field = String(issue?.path[0] ?? 'body')
	return fail({ kind: 'invalid', message: `${field}: ${issue?.message ?? 'is not valid'}`, field })
}

function jsonFields(bytes: Uint8Array): Result<Record<string, unknown>, AppError> {
	try {
		const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) return ok({ ...value })
	} catch {
		// Told to the caller below.
	}
	return fail({ kind: 'invalid', message: 'The body must be a JSON object' })
}

async function formFields(
	bytes: Uint8Array,
	type: string,
): Promise<Result<Record<string, unknown>, AppError>> {
	try {
		const form = await new Response(bytes, { headers: { 'content-type': type } }).formData()
		return ok(Object.fromEntries(form.entries()))
	} catch {
		return fail({ kind: 'invalid', message: 'The body could not be read as a form' })
	}
}

/** Reads a body that may claim any length and send another: at most `max` bytes are ever held. */
export async function readBounded(request: Request, max: number): Promise<Result<Uint8Array, AppError>> {
	const tooLarge = fail<AppError>({ kind: 'too_large', message: `The body may have at most ${max} bytes` })
	if (Number(request.headers.get('content-length') ?? 0) > max) return tooLarge
	const chunks: Uint8Array[] = []
	let length = 0
	const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = request.body?.getReader()
	while (reader) {
		const { done, value } = await reader.read()
		if (done) break
		length += value.byteLength
		if (length > max) {
			await reader.cancel()
			return tooLarge
		}
		chunks.push(value)
	}
	return ok(Buffer.concat(chunks))
}
