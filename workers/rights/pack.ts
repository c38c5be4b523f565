import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { ExportFile } from '../model/part.ts'

/** A file of an archive as it is stored: compressed, with what a ZIP and a manifest say of it. */
export interface Packed {
	/** Bytes before and after compression. */
	bytes: number
	packed: number
	/** Of the bytes before compression. */
	crc: number
	sha256: string
}

/**
 * Size of a part of a large object. R2 wants parts of one size, of 5 MiB or more
 * (https://developers.cloudflare.com/r2/objects/multipart-objects/).
 */
const PART_BYTES = 8 * 1024 * 1024
const CHUNK_BYTES = 64 * 1024

/**
 * Compresses a file into a bucket, as a ZIP holds it (raw deflate). At most a part of it is in memory at any time.
 * @throws whatever the content or the bucket throws: nothing of it is left in the bucket then.
 */
export async function pack(bucket: R2Bucket, key: string, content: ExportFile['content']): Promise<Packed> {
	const sha256 = createHash('sha256')
	const sum = { bytes: 0, packed: 0, crc: 0 }
	const measured = new TransformStream<Uint8Array, Uint8Array>({
		transform(chunk, controller) {
			sum.bytes += chunk.byteLength
			sum.crc = crc32(chunk, sum.crc)
			sha256.update(chunk)
			controller.enqueue(chunk)
		},
	})
	const plain = typeof content === 'string' ? streamOf(content) : content
	const deflated = plain.pipeThrough(measured).pipeThrough(new CompressionStream('deflate-raw'))
	sum.packed = await store(bucket, key, deflated)
	return { ...sum, sha256: sha256.digest('hex') }
}

/** A text as bytes, in pieces. */
export function streamOf(text: string): ReadableStream<Uint8Array> {
	const bytes = new TextEncoder().encode(text)
	let at = 0
	return new ReadableStream({
		pull(controller) {
			if (at < bytes.length) controller.enqueue(bytes.slice(at, at + CHUNK_BYTES))
			at += CHUNK_BYTES
			if (at >= bytes.length) controller.close()
		},
	})
}

/** Writes a stream of unknown length: at once where it is small, else in parts. @returns its bytes. */
async function store(bucket: R2Bucket, key: string, stream: ReadableStream<Uint8Array>): Promise<number> {
	let upload: R2MultipartUpload | null = null
	const parts: R2UploadedPart[] = []
	let waiting: Uint8Array[] = []
	let [held, total] = [0, 0]
	try {
		for await (const chunk of stream) {
			waiting.push(chunk)
			held += chunk.byteLength
			total += chunk.byteLength
			while (held >= PART_BYTES) {
				const all = Buffer.concat(waiting)
				upload ??= await bucket.createMultipartUpload(key)
				parts.push(await upload.uploadPart(parts.length + 1, all.subarray(0, PART_BYTES)))
				waiting = [all.subarray(PART_BYTES)]
				held -= PART_BYTES
			}
		}
		const rest = Buffer.concat(waiting)
		if (!upload) await bucket.put(key, rest)
		else {
			if (rest.length > 0) parts.push(await upload.uploadPart(parts.length + 1, rest))
			await upload.complete(parts)
		}
	} catch (error) {
		await upload?.abort()
		throw error
	}
	return total
}
