import type { Collect } from '../model/policy.ts'

/**
 * Blots identifiers out of texts: each becomes a word that stays the same, so that pages which differ in nothing
 * else become one. Strangers send the texts: every step goes through them in linear time, and doing it twice
 * changes nothing.
 */

/** The texts of one address stand between these; `=` and `:` too, for `email=…` and `mailto:…`. */
const RUN = /[^\s/?#&=:;,<>()[\]"\\|]+/g
/** As it is, or percent-encoded once or more often. */
const AT = /@|%(?:25){0,3}40/g
/** A name with a dot and an ending that begins with a letter: `pkg@1.2` and `@somebody` are none. */
const DOMAIN = /^(?:[\p{L}\p{N}-]+\.)+\p{L}[\p{L}\p{N}-]+/u

/** As they are written by most; without hyphens they are any 32 hexadecimal digits or more. */
const UUID =
	/(?<![0-9a-f])[0-9a-f]{8,}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12,}|(?<![0-9a-f])[0-9a-f]{32,}/gi

const LONG = /\p{Nd}{6,}/gu
/** Groups of digits as cards and telephones have them. */
const GROUPS = /\p{Nd}+(?:[ .-]\p{Nd}+)*/gu
const FEWEST_GROUPED = 9
/** What begins like a date and is no longer than one with a time to the second. */
const DATED = /^(?:(?:19|20)\d\d([ .-])[01]?\d\1[0-3]?\d|[0-3]?\d([ .-])[01]?\d\2(?:19|20)\d\d)(?!\d)/
const MOST_DATED = 14

/**
 * E-mail addresses become `:email`, UUIDs `:uuid`, numbers of six digits or more `:number`. Digits in groups are a
 * number from nine on; dates (`2026-11-24`, `/2026/11/`) stay.
 */
export function redact(text: string, { email, uuid, numbers }: Collect['redact']): string {
	let kept = text
	if (email && (kept.includes('@') || kept.includes('%'))) kept = kept.replace(RUN, withoutAddress)
	if (uuid && kept.length >= 32) kept = kept.replace(UUID, ':uuid')
	if (numbers && kept.length >= 6) kept = kept.replace(GROUPS, withoutNumber)
	return kept
}

/** A run with all up to the end of its last address replaced. */
function withoutAddress(run: string): string {
	const ats = [...run.matchAll(AT)]
	for (let i = ats.length - 1; i >= 0; i--) {
		const at = ats[i]
		if (!at || at.index === 0) continue
		const from = at.index + at[0].length
		// Up to the next sign: so the whole of it is read once.
		const domain = DOMAIN.exec(run.slice(from, ats[i + 1]?.index))
		if (domain) return `:email${run.slice(from + domain[0].length)}`
	}
	return run
}

function withoutNumber(groups: string): string {
	const digits = groups.replace(/[ .-]/g, '').length
	if (digits < 6) return groups
	const isDate = digits <= MOST_DATED && DATED.test(groups)
	return digits >= FEWEST_GROUPED && !isDate ? ':number' : groups.replace(LONG, ':number')
}
