import process from 'node:process'
import { defineConfig } from 'vite'
import { budget } from './budget.ts'
import { challenge } from './challenge.ts'
import { prerender } from './prerender.ts'

/** What a first visit may load before it shows a page: JavaScript and CSS together, brotli. */
const INITIAL_BYTES = 60 * 1024

export default defineConfig(({ command }) => {
	// A build is what ships, whoever starts it: tests would otherwise get one with the libraries' warnings in it.
	if (command === 'build') process.env.NODE_ENV = 'production'
	return {
		root: import.meta.dirname,
		oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
		build: {
			outDir: 'dist',
			target: 'es2022',
			// Every file keeps its own address: a data URL in a script would be refused by the security policy.
			assetsInlineLimit: 0,
			// Browsers of this target have it.
			modulePreload: { polyfill: false },
		},
		plugins: [
			prerender(process.env.OWN_SITE || null),
			challenge(process.env.TURNSTILE_SITE_KEY),
			budget(INITIAL_BYTES),
		],
	}
})
