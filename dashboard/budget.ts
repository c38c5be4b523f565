import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import type { Plugin } from 'vite'

/** The scripts and style sheets that a built page names itself: what loads before it can show anything. */
export function initialFiles(html: string): string[] {
	const tags = html.match(/<(?:script|link)\b[^>]*>/g) ?? []
	return tags.flatMap((tag) => /(?:src|href)="\/([^"]+\.(?:js|css))"/.exec(tag)?.[1] ?? [])
}

/**
 * Prints what the built `index.html` loads at once, in bytes of brotli, and fails the build above the limit.
 * Pages that are loaded later cost nothing here.
 */
export function budget(limitBytes: number): Plugin {
	let publicFolder = ''
	return {
		name: 'jitt-budget',
		apply: 'build',
		configResolved(config) {
			publicFolder = config.publicDir
		},
		writeBundle: {
			order: 'post',
			handler(_options, bundle) {
				const page = bundle['index.html']
				if (page?.type !== 'asset') return this.error('There is no index.html to weigh')
				let total = 0
				for (const file of initialFiles(String(page.source))) {
					const built = bundle[file]
					const source = built?.type === 'asset' ? built.source : built?.code
					// What was not built is copied from the public folder as it is.
					const bytes = weigh(source ?? readFileSync(join(publicFolder, file)))
					total += bytes
					console.log(`${kilobytes(bytes).padStart(9)}  ${file}`)
				}
				console.log(`${kilobytes(total).padStart(9)}  at once, brotli (limit ${kilobytes(limitBytes)})`)
				if (total > limitBytes) {
					this.error(
						`The dashboard's first load weighs ${kilobytes(total)}, its limit is ${kilobytes(limitBytes)}`,
					)
				}
			},
		},
	}
}

const weigh = (source: string | Uint8Array) => brotliCompressSync(source).byteLength
const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`
