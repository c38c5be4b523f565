import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { attachment } from '../store/schema/care.ts'
import { ENDINGS, HEAD_BYTES, kindOf, plainName } from './sniff.ts'

export const MAX_BYTES = 10 * 1024 * 1024
/** Of a message. */
export const MAX_FILES = 5
/** Sent up and not yet part of a message: nobody fills a bucket by never pressing Send. */
const MAX_WAITING = 20

/** A file of a message, as it may be shown. */
export interface FileInfo {
	id: string
	name: string
	type: string
	bytes: number
	image: boolean
}

/** Where a file lies in `FILES`: never by its own name. */
export const keyOf = (id: string): string => `support/${id}`
const isImage = (type: string): boolean => type.startsWith('image/')
export const fileInfo = ({ id, name, type, bytes }: Omit<FileInfo, 'image'>): FileInfo => ({
	...{ id, name, type, bytes, image: isImage(type) },
})

/**
 * Takes a file in, as it streams, before the message is sent that it is for.
 * @param size bytes that the body has, as its sender says: not one more is stored.
 */
export async function takeFile(
	env: Env,
	uploader: string,
	file: { name: string; size: number; body: ReadableStream<Uint8Array> | null },
	now: number,
): Promise<Result<FileInfo, AppError>> {
	const { size, body } = file
	if (size > MAX_BYTES) {
		return fail({ kind: 'too_large', message: `A file may have at most ${MAX_BYTES / 1024 / 1024} MB` })
	}
	if (!body || !Number.isInteger(size) || size < 1)
		return fail(invalid('size', 'must be the number of bytes sent'))
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const waiting = await db.$count(
		attachment,
		and(eq(attachment.uploader, uploader), isNull(attachment.ticketId)),
	)
	if (waiting >= MAX_WAITING) {
		return fail({
			kind: 'conflict',
			message: 'Too many files wait for their message: send or remove them first',
		})
	}
	const name = plainName(file.name)
	const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader()
	// What breaks off is seen where it is read and written; these would be rejections that nobody waits for.
	reader.closed.catch(() => undefined)
	const head = await headOf(reader, Math.min(size, HEAD_BYTES))
	const kind = await kindOf(name, head)
	if (!kind) {
		await reader.cancel().catch(() => undefined)
		const message = `the content does not agree with the name, or is nothing we take (${ENDINGS.join(', ')})`
		return fail(invalid('name', message))
	}
	const id = crypto.randomUUID()
	// The row first: a file without one would never be found again.
	await db
		.insert(attachment)
		.values({ ...{ id, uploader, name, type: kind.type }, bytes: 0, createdAt: new Date(now) })
	const stored = await store(env, id, kind.type, size, head, reader)
	if (!stored) {
		await dropFiles(env, [id])
		return fail(invalid('size', 'is not the number of bytes that came'))
	}
	const kept = await db
		.update(attachment)
		.set({ bytes: size })
		.where(eq(attachment.id, id))
		.returning({ id: attachment.id })
	if (kept.length === 0) {
		// Its owner was erased meanwhile.
		await env.FILES.delete(keyOf(id))
		return fail({ kind: 'not_found', message: 'File could not be found' })
	}
	return ok(fileInfo({ id, name, type: kind.type, bytes: size }))
}

/** At least `bytes` of a stream, or all that it has. */
async function headOf(reader: ReadableStreamDefaultReader<Uint8Array>, bytes: number): Promise<Uint8Array> {
	const chunks: Uint8Array[] = []
	let length = 0
	while (length < bytes) {
		const { done, value } = await reader.read()
		if (done) break
		chunks.push(value)
		length += value.byteLength
	}
	return Buffer.concat(chunks)
}

/** False where more or fewer bytes came than were announced: then nothing is kept. */
async function store(
	env: Env,
	id: string,
	type: string,
	size: number,
	head: Uint8Array,
	reader: ReadableStreamDefaultReader<Uint8Array>,
): Promise<boolean> {
	const { readable, writable } = new FixedLengthStream(size)
	const put = env.FILES.put(keyOf(id), readable, { httpMetadata: { contentType: type } })
	const pump = async () => {
		const writer = writable.getWriter()
		writer.closed.catch(() => undefined)
		try {
			await writer.write(head)
			for (;;) {
				const { done, value } = await reader.read()
				if (done) break
				await writer.write(value)
			}
			await writer.close()
		} catch (error) {
			await Promise.allSettled([writer.abort(error), reader.cancel()])
			throw error
		}
	}
	const both = await Promise.allSettled([put, pump()])
	return both.every(({ status }) => status === 'fulfilled')
}

/** Removes files for good: the bytes before the rows, so that a failure leaves nothing that is not known. */
export async function dropFiles(env: Env, ids: readonly string[]): Promise<void> {
	for (let from = 0; from < ids.length; from += 50) {
		const some = ids.slice(from, from + 50)
		await env.FILES.delete(some.map(keyOf))
		await drizzle(env.DB, { casing: 'snake_case' }).delete(attachment).where(inArray(attachment.id, some))
	}
}

/** Removes a file that its uploader has not sent yet; false where there is none of that id. */
export async function dropWaiting(env: Env, uploader: string, id: string): Promise<boolean> {
	const [found] = await drizzle(env.DB, { casing: 'snake_case' })
		.select({ id: attachment.id })
		.from(attachment)
		.where(and(eq(attachment.id, id), eq(attachment.uploader, uploader), isNull(attachment.ticketId)))
	if (found) await dropFiles(env, [found.id])
	return found !== undefined
}

/** Whether all of these are whole files of the uploader that belong to no message yet. */
export async function areWaiting(env: Env, uploader: string, ids: readonly string[]): Promise<boolean> {
	if (ids.length === 0) return true
	const found = await drizzle(env.DB, { casing: 'snake_case' }).$count(
		attachment,
		and(
			inArray(attachment.id, [...ids]),
			eq(attachment.uploader, uploader),
			isNull(attachment.ticketId),
			sql`${attachment.bytes} > 0`,
		),
	)
	return found === new Set(ids).size
}

const invalid = (field: string, message: string): AppError => ({
	...{ kind: 'invalid', message: `${field}: ${message}`, field },
})

/** A whole file with its content; null where there is none. */
export async function openFile(
	env: Env,
	id: string,
): Promise<{ info: FileInfo; body: ReadableStream } | null> {
	const [row] = await drizzle(env.DB, { casing: 'snake_case' })
		.select()
		.from(attachment)
		.where(and(eq(attachment.id, id), sql`${attachment.bytes} > 0`, isNotNull(attachment.ticketId)))
	const file = row ? await env.FILES.get(keyOf(id)) : null
	return row && file ? { info: fileInfo(row), body: file.body } : null
}
