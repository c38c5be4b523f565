import { z } from 'zod'
import { type Privacy, type PrivacyChoices, privacyOf, RETENTION_DAYS, THRESHOLD } from '../model/policy.ts'
import { blockOf } from '../privacy/network.ts'

/**
 * An owner's choices on the wire: the members of `Privacy` in snake_case, each optional, unknown ones refused (a
 * misspelt protection must not look like one that is in force).
 */

const MAX_RULES = 200
const TEXT = 200

const flag = z.boolean({ error: 'must be true or false' })
const one = <const T extends string>(...values: T[]) =>
	z.enum(values, { error: `must be ${values.slice(0, -1).join(', ')} or ${values.at(-1)}` })
const texts = (what: string, fits: (text: string) => boolean) =>
	z
		.array(
			z
				.string({ error: `must be a list of ${what}` })
				.trim()
				.refine((text) => text.length > 0 && text.length <= TEXT && fits(text), {
					error: `must be a list of ${what}`,
				}),
			{ error: `must be a list of ${what}` },
		)
		.max(MAX_RULES, { error: `must have at most ${MAX_RULES} entries` })
const whole = (min: number, max: number) => {
	const error = `must be a whole number from ${min} to ${max}`
	return z.int({ error }).min(min, { error }).max(max, { error })
}
const days = whole(RETENTION_DAYS.min, RETENTION_DAYS.max).nullable()

const collect = z.strictObject({
	place: one('city', 'region', 'country', 'none').optional(),
	versions: one('full', 'major', 'none').optional(),
	referrer: one('path', 'host', 'none').optional(),
	screen: flag.optional(),
	language: flag.optional(),
	properties: flag.optional(),
	vitals: flag.optional(),
	titles: flag.optional(),
	redact: z
		.strictObject({ email: flag.optional(), uuid: flag.optional(), numbers: flag.optional() })
		.optional(),
	paths: z
		.array(
			z.strictObject({
				match: z
					.string()
					.trim()
					.regex(/^\/.{0,199}$/, { error: 'must begin with a slash' }),
				keep: z
					.string()
					.trim()
					.regex(/^\/.{0,199}$/, { error: 'must begin with a slash' }),
			}),
		)
		.max(MAX_RULES)
		.optional(),
	tags: texts('names of query parameters', (text) => /^[\w.-]+$/.test(text))
		.nullable()
		.optional(),
})

const screen = z.strictObject({
	hosting: flag.optional(),
	spam: flag.optional(),
	suspects: flag.optional(),
	addresses: texts('addresses or CIDR blocks', (text) => blockOf(text) !== null).optional(),
	countries: texts('two-letter country codes', (text) => /^[A-Z]{2}$/.test(text)).optional(),
	pages: texts('paths that begin with a slash', (text) => text.startsWith('/')).optional(),
	hostnames: texts('host names', (text) => /^(\*\.)?[a-z0-9.-]+$/.test(text)).optional(),
	agents: texts('parts of a user agent’s text', (text) => text.length >= 3).optional(),
})

export const privacyFields = z.strictObject({
	profile: one('default', 'strict').optional(),
	exempt: flag.optional(),
	notice: flag.optional(),
	fallback: one('lightweight', 'none').optional(),
	consent: one('geo', 'required', 'none').optional(),
	visit_days: days.optional(),
	rollup_days: days.optional(),
	collect: collect.optional(),
	screen: screen.optional(),
	shared: flag.optional(),
	threshold: whole(THRESHOLD.min, THRESHOLD.max).optional(),
})

/** The choices of a request's fields, without what was not said. */
export function choicesOf(fields: z.infer<typeof privacyFields>): PrivacyChoices {
	const { visit_days, rollup_days, ...rest } = fields
	return JSON.parse(JSON.stringify({ ...rest, visitDays: visit_days, rollupDays: rollup_days }))
}

/** Choices as they are after further ones. A list that is given replaces the one before. */
export const merged = (old: PrivacyChoices, change: PrivacyChoices): PrivacyChoices => {
	const redact = { ...old.collect?.redact, ...change.collect?.redact } as Privacy['collect']['redact']
	return {
		...old,
		...change,
		collect: { ...old.collect, ...change.collect, redact },
		screen: { ...old.screen, ...change.screen },
	}
}

/** All choices as the wire shows them, defaults included. */
export function privacyJson(chosen: PrivacyChoices) {
	const { visitDays, rollupDays, ...rest } = privacyOf(chosen)
	return { ...rest, visit_days: visitDays, rollup_days: rollupDays }
}
