import { defineConfig } from 'vite'
import { budget } from './budget.ts'

/** What a first visit may load before it shows a page: JavaScript and CSS together, brotli. */
const INITIAL_BYTES = 60 * 1024

export default defineConfig({
	root: import.meta.dirname,
	oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
	build: {
		outDir: 'dist',
		target: 'es2022',
		// One file per page is small already: a data URL would be refused by the content security policy.
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
	},
	plugins: [budget(INITIAL_BYTES)],
})
