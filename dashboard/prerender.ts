import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { CHANGES } from '../workers/rights/subprocessors.ts'
import { feed } from '../workers/rights/subprocessors-feed.ts'
import { framed } from './src/legal/frame.ts'
import { publicPages } from './src/legal/pages.ts'

const STYLES = ['ui/tokens.css', 'legal/pages.css']

/**
 * Writes the public pages into the build: one file each, at the address without its ending.
 * @param ownSite domain under which they count themselves with Jitt (`OWN_SITE`); null = they are not counted.
 */
export function prerender(ownSite: string | null): Plugin {
	let style = ''
	return {
		name: 'jitt-prerender',
		apply: 'build',
		buildStart() {
			const source = STYLES.map((file) => readFileSync(join(import.meta.dirname, 'src', file), 'utf8')).join(
				'\n',
			)
			style = this.emitFile({ type: 'asset', name: 'pages.css', source })
		},
		generateBundle() {
			const frame = { style: `/${this.getFileName(style)}`, ownSite }
			for (const page of publicPages(Date.now())) {
				this.emitFile({
					type: 'asset',
					fileName: `${page.path.slice(1)}.html`,
					source: framed(page, frame),
				})
			}
			this.emitFile({ type: 'asset', fileName: 'legal/subprocessors.xml', source: feed(CHANGES) })
		},
	}
}
