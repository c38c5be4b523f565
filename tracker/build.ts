/** `node tracker/build.ts`: bundles the scripts for the Worker and prints their sizes; fails above budget. */
import { readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { assertBudgets, type Bundle, bundle, ENTRIES, FILES, textFile } from './bundle.ts'
import { TEXTS } from './texts/texts.ts'

const TARGET = new URL('../workers/collect/scripts.gen.ts', import.meta.url)

const bundles = await Promise.all(ENTRIES.map(bundle))
for (const { entry, raw, gzip, brotli } of bundles) {
	console.log(`${FILES[entry]}: ${raw} bytes, gzip ${gzip}, brotli ${brotli}`)
}
try {
	assertBudgets(bundles)
	write(moduleOf(bundles))
} catch (problem) {
	console.error((problem as Error).message)
	process.exitCode = 1
}

/** The module that the Worker imports: each script's text with the hash of it, and the element's by language. */
function moduleOf(all: Bundle[]): string {
	const line = (key: string, { body, hash }: Pick<Bundle, 'body' | 'hash'>) =>
		`\t${key}: { body: ${JSON.stringify(body)}, hash: '${hash}' },\n`
	const scripts = all.map((one) => line(one.entry, one))
	const texts = Object.entries(TEXTS).map(([code, one]) => line(code, textFile(one)))
	return `/** Made by tracker/build.ts. */\nexport const SCRIPTS = {\n${scripts.join('')}}\n
export const TEXTS = {\n${texts.join('')}}\n`
}

/** Leaves a file that is right already untouched: whoever watches it would build again for nothing. */
function write(text: string): void {
	const before = (() => {
		try {
			return readFileSync(TARGET, 'utf8')
		} catch {
			return null
		}
	})()
	if (before !== text) writeFileSync(TARGET, text)
}
