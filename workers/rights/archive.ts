import { ZipWriter } from '@zip.js/zip.js/lib/zip-core-writer.js'
import { type Packed, streamOf } from './pack.ts'

/** Of the archive, not of what is in it: a reader of archives looks here first. */
const FORMAT = 'jitt-export/1'
const DEFLATE = 8

/** A stored file with its place in the archive. */
export interface ArchiveFile extends Packed {
	path: string
	/** Key in the bucket. */
	key: string
}

/** What an archive says of itself, as `manifest.json`. */
export interface Manifest {
	format: string
	/** When it was asked for, and completed: ISO 8601. */
	requested_at: string
	made_at: string
	files: { path: string; bytes: number; sha256: string }[]
}

export const manifestOf = (requestedAt: Date, madeAt: Date, files: readonly ArchiveFile[]): Manifest => ({
	format: FORMAT,
	requested_at: requestedAt.toISOString(),
	made_at: madeAt.toISOString(),
	files: files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
})

/**
 * The archive as a ZIP, the manifest first. Its files are copied as they are stored, so that this costs neither
 * memory nor compression; where one is missing in the bucket the stream fails and no whole archive arrives.
 */
export function archive(
	bucket: R2Bucket,
	manifest: Manifest,
	files: readonly ArchiveFile[],
): ReadableStream<Uint8Array> {
	const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
	const zip = new ZipWriter(writable, { useWebWorkers: false, dataDescriptor: true })
	const write = async () => {
		await zip.add('manifest.json', streamOf(`${JSON.stringify(manifest, null, '\t')}\n`), { level: 0 })
		for (const { path, key, bytes, crc } of files) {
			const stored = await bucket.get(key)
			if (!stored) throw new Error('a file of the archive is gone')
			await zip.add(path, stored.body, {
				passThrough: true,
				compressionMethod: DEFLATE,
				uncompressedSize: bytes,
				signature: crc,
			})
		}
		await zip.close()
	}
	write().catch((error) => writable.abort(error))
	return readable
}
