import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { sha256Hex } from '../kit/hash.ts'
import { archive, manifestOf } from './archive.ts'
import { pack } from './pack.ts'
import { unzipped } from './testing.ts'

const store = async (path: string, content: string | ReadableStream<Uint8Array>) => ({
	...{ path, key: `archive/${path}` },
	...(await pack(env.FILES, `archive/${path}`, content)),
})

test('an archive holds its files as they were, and a manifest that says what they are', async () => {
	const text = 'größer als ein Stück\n'.repeat(10_000)
	const files = [await store('a/long.ndjson', text), await store('empty.csv', '')]
	const [long] = files
	expect(long).toMatchObject({ bytes: Buffer.byteLength(text), sha256: sha256Hex(text) })
	expect(long?.packed).toBeLessThan(5_000)

	const manifest = manifestOf(new Date(0), new Date(1000), files)
	const found = await unzipped(new Response(archive(env.FILES, manifest, files)))
	expect([...found.keys()]).toEqual(['manifest.json', 'a/long.ndjson', 'empty.csv'])
	expect(found.get('a/long.ndjson')).toBe(text)
	expect(found.get('empty.csv')).toBe('')
	expect(JSON.parse(found.get('manifest.json') ?? '')).toEqual({
		format: 'jitt-export/1',
		requested_at: '1970-01-01T00:00:00.000Z',
		made_at: '1970-01-01T00:00:01.000Z',
		files: files.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
	})
})

test('a file larger than a part is stored in parts and comes back whole', async () => {
	// Random bytes do not get smaller: a whole part and a rest.
	const chunk = () => crypto.getRandomValues(new Uint8Array(64 * 1024))
	const chunks = Array.from({ length: 4 }, chunk)
	let sent = 0
	const content = new ReadableStream<Uint8Array>({
		pull(controller) {
			const next = chunks[sent++ % 4]
			if (sent > 135 || !next) controller.close()
			else controller.enqueue(next)
		},
	})
	// Deflate finds what was there up to 32 KiB before: a chunk of 64 KiB is longer than that.
	const file = await store('large.bin', content)
	expect(file.bytes).toBe(135 * 64 * 1024)
	expect(file.packed).toBeGreaterThan(8 * 1024 * 1024)
	const zip = new Response(archive(env.FILES, manifestOf(new Date(), new Date(), [file]), [file]))
	expect((await unzipped(zip)).get('large.bin')?.length).toBeGreaterThan(0)
})

test('what breaks off leaves nothing in the bucket', async () => {
	const content = new ReadableStream<Uint8Array>({
		pull() {
			throw new Error('the database is away')
		},
	})
	await expect(pack(env.FILES, 'archive/broken', content)).rejects.toThrow('the database is away')
	expect(await env.FILES.head('archive/broken')).toBeNull()
})

test('no whole archive arrives where a file is missing', async () => {
	const file = await store('gone.txt', 'here today')
	await env.FILES.delete(file.key)
	const stream = archive(env.FILES, manifestOf(new Date(), new Date(), [file]), [file])
	await expect(new Response(stream).arrayBuffer()).rejects.toThrow()
})
