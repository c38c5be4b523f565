import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { minify } from 'vite'
import type { Texts } from './texts/en.ts'

/**
 * The scripts we serve: the whole one, the one with web vitals, titles and widths besides, the one with the
 * visitor's choice and a first-party id besides, page views alone; then what that with the choice loads to hear a
 * page's consent tool, and the element on which people read and choose.
 */
export const ENTRIES = ['jitt', 'vitals', 'consent', 'core', 'cmp', 'privacy'] as const
export type Entry = (typeof ENTRIES)[number]

/** Most bytes that a visitor may have to download, brotli 11. */
export const BUDGETS: Record<Entry, number> = {
	jitt: 1700,
	vitals: 2000,
	consent: 2600,
	core: 750,
	cmp: 1300,
	privacy: 4000,
}

/** Names below `/js/`. */
export const FILES: Record<Entry, string> = {
	jitt: 'jitt.js',
	vitals: 'jitt.vitals.js',
	consent: 'jitt.consent.js',
	core: 'core.js',
	cmp: 'jitt.cmp.js',
	privacy: 'jitt.privacy.js',
}

/** The file that each is bundled from, beside the others' `jitt.ts`. */
const SOURCES: Partial<Record<Entry, string>> = { core: 'core.ts', cmp: 'cmp.ts', privacy: 'privacy.ts' }

/**
 * Browsers since the autumn of 2020 (Chrome 85, Firefox 79, Safari 14); the element's since a year later (Safari
 * 15): with private members translated it would be a tenth bigger.
 */
const targetOf = (entry: Entry): string => (entry === 'privacy' ? 'es2022' : 'es2021')

/** A finished script with the sizes it has on the wire, in bytes. */
export interface Bundle {
	entry: Entry
	body: string
	/** Changes with the content, and is safe in a file's name. */
	hash: string
	raw: number
	gzip: number
	brotli: number
}

/** Bundles and minifies one script. */
export async function bundle(entry: Entry): Promise<Bundle> {
	const { outputFiles } = await build({
		entryPoints: [fileURLToPath(new URL(SOURCES[entry] ?? 'jitt.ts', import.meta.url))],
		bundle: true,
		format: 'iife',
		target: targetOf(entry),
		charset: 'utf8',
		// Without the project's own: its strict mode would cost every visitor a directive that changes nothing here.
		tsconfigRaw: {},
		define: {
			CORE: String(entry === 'core'),
			VITALS: String(entry === 'vitals'),
			CONSENT: String(entry === 'consent'),
			OWN: String(entry === 'vitals' || entry === 'consent'),
		},
		write: false,
		logLevel: 'silent',
	})
	// Vite's minifier: its names and quotes compress better than those of esbuild's own, by 2 to 3 per cent.
	const { code } = await minify(FILES[entry], outputFiles[0]?.text ?? '', {
		compress: { target: targetOf(entry) },
	})
	const body = code.trim()
	return { entry, body, hash: hashOf(body), ...sizesOf(body) }
}

/** The element's texts in one language, as the Worker serves them. */
export const textFile = (texts: Texts): Pick<Bundle, 'body' | 'hash'> => {
	const body = JSON.stringify(texts)
	return { body, hash: hashOf(body) }
}

const hashOf = (body: string): string => createHash('sha256').update(body).digest('base64url').slice(0, 16)

const sizesOf = (body: string): Pick<Bundle, 'raw' | 'gzip' | 'brotli'> => ({
	raw: Buffer.byteLength(body),
	gzip: gzipSync(body, { level: 9 }).length,
	brotli: brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
})

/** @throws with every script that is too big, by how much, and what to do. */
export function assertBudgets(bundles: Bundle[], budgets: Record<Entry, number> = BUDGETS): void {
	const over = bundles.filter(({ entry, brotli }) => brotli > budgets[entry])
	if (over.length === 0) return
	const lines = over.map(
		({ entry, brotli }) =>
			`${FILES[entry]} has ${brotli} bytes (brotli 11), ${brotli - budgets[entry]} above its budget of ${budgets[entry]}.`,
	)
	throw new Error(`${lines.join('\n')}\nMake the tracker smaller: every visitor of every site downloads it.`)
}
