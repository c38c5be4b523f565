import { env } from 'cloudflare:workers'
import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js'
import { expect, test } from 'vitest'
import { sha256Hex } from '../kit/hash.ts'
import { archive, manifestOf } from './archive.ts'
import { pack } from './pack.ts'

async function unzipped(stream: ReadableStream<Uint8Array>) {
	const reader = new ZipReader(new BlobReader(await new Response(stream).blob()))
	const found = new Map<string, string>()
	for (const entry of await reader.getEntries()) {
		if (!entry.directory)
			found.set(
				entry.filename,
				await entry.getData(new TextWriter(), { useWebWorkers: false, checkSignature: true }),
			)
	}
	return found
}

test('x', async () => {
	const text = 'hällo '.repeat(100_000)
	const a = { path: 'a.txt', key: 'a', ...(await pack(env.FILES, 'a', text)) }
	expect(a.sha256).toBe(sha256Hex(text))
	expect(a.packed).toBeLessThan(10_000)
	const manifest = manifestOf(new Date(0), new Date(1), [a])
	const got = await unzipped(archive(env.FILES, manifest, [a]))
	expect([...got.keys()]).toEqual(['manifest.json', 'a.txt'])
	expect(got.get('a.txt')).toBe(text)
	expect(JSON.parse(got.get('manifest.json') ?? '')).toEqual(manifest)
})
