import { SCRIPTS, TEXTS } from './scripts.gen.ts'

/**
 * The tracker's files. The short names stay as they are and are asked for again every hour; the names with a
 * hash of the content never change and are kept for a year.
 */

type Build = keyof typeof SCRIPTS
type Served = { body: string; hash: string }

/** Every spelling that snippets of others use for the whole tracker: dotted variants in any order, `pa-<id>`. */
const WHOLE = /^(?:jitt|plausible|script(?:\.[a-z0-9-]+)*|pa-[\w-]+)\.js$/
const HASHED = /^(jitt(?:\.[a-z]+)?|core)\.([\w-]{16})\.js$/
/** Names before the hash. */
const BUILDS: ReadonlyMap<string, Build> = new Map([
	['jitt', 'jitt'],
	['jitt.vitals', 'vitals'],
	['jitt.consent', 'consent'],
	['core', 'core'],
	['jitt.cmp', 'cmp'],
	['jitt.privacy', 'privacy'],
])
/** What `<jitt-privacy>` says, by language. */
const TEXT = /^jitt\.privacy\.([a-z]{2})\.json$/
const LANGUAGES: ReadonlyMap<string, Served> = new Map(Object.entries(TEXTS))

const HOUR = 'public, max-age=3600, stale-while-revalidate=86400'
const YEAR = 'public, max-age=31536000, immutable'

/** Serves `/js/NAME`; null where there is no such file. */
export function script(name: string, ifNoneMatch: string | null): Response | null {
	const [, before = '', hash] = HASHED.exec(name) ?? []
	const build = BUILDS.get(before)
	if (build && SCRIPTS[build].hash === hash) return file(SCRIPTS[build], 'javascript', YEAR, ifNoneMatch)
	const texts = LANGUAGES.get(TEXT.exec(name)?.[1] ?? '')
	if (texts) return file(texts, 'json', HOUR, ifNoneMatch)
	const named = name.endsWith('.js') ? BUILDS.get(name.slice(0, -3)) : undefined
	if (!named && !WHOLE.test(name)) return null
	return file(SCRIPTS[named ?? 'jitt'], 'javascript', HOUR, ifNoneMatch)
}

function file(
	{ body, hash }: Served,
	kind: 'javascript' | 'json',
	cacheControl: string,
	ifNoneMatch: string | null,
): Response {
	const headers = {
		'content-type': kind === 'json' ? 'application/json' : 'text/javascript; charset=utf-8',
		'cache-control': cacheControl,
		etag: `"${hash}"`,
		'access-control-allow-origin': '*',
		'cross-origin-resource-policy': 'cross-origin',
		'x-content-type-options': 'nosniff',
	}
	if (ifNoneMatch?.includes(headers.etag)) return new Response(null, { status: 304, headers })
	return new Response(body, { headers })
}
