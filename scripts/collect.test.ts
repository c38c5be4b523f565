import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, it } from 'vitest'
import { root } from './state.ts'

/** What `wrangler deploy --env collect` would ship: its files, and the bytes that each adds. */
async function shipped(entry: string): Promise<Map<string, number>> {
	const { metafile } = await build({
		entryPoints: [join(root, entry)],
		absWorkingDir: root,
		bundle: true,
		minify: true,
		write: false,
		metafile: true,
		format: 'esm',
		conditions: ['workerd', 'worker', 'browser'],
		external: ['cloudflare:*', 'node:*'],
		outfile: 'collect.mjs',
	})
	const [output] = Object.values(metafile.outputs)
	return new Map(
		Object.entries(output?.inputs ?? {}).map(([path, { bytesInOutput }]) => [path, bytesInOutput]),
	)
}

/** Rooms and packages that the door has nothing to do with. */
const FOREIGN =
	/workers\/(account|billing|support|rights|reports|transfer|catalog|mail|stats|api)\/|schema\/(account|billing|care|incidents|rights)|node_modules\/(better-auth|@better-auth|stripe|zod|drizzle-orm|postal-mime|file-type|@simplewebauthn)\//

it('the ingest Worker ships the door and nothing of accounts, billing, support or rights', async () => {
	const files = await shipped('workers/collect/worker.ts')
	expect([...files.keys()].some((path) => path.endsWith('workers/collect/receive.ts'))).toBe(true)
	expect([...files].filter(([path, bytes]) => bytes > 0 && FOREIGN.test(path))).toEqual([])
	const total = [...files.values()].reduce((sum, bytes) => sum + bytes, 0)
	// Tracker scripts are texts in it. Starting an isolate reads all of it.
	expect(total).toBeLessThan(250_000)
})

it('the same list finds them in the whole Worker', async () => {
	const files = await shipped('workers/worker.ts')
	for (const room of ['workers/account/', 'workers/api/', 'node_modules/better-auth/']) {
		expect([...files.keys()].some((path) => FOREIGN.test(path) && path.includes(room))).toBe(true)
	}
})
