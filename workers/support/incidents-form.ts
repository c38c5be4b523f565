import { z } from 'zod'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { type Facts, NATURES, type Notice, RISKS, SYSTEMS } from '../model/incident.ts'
import { ACCOUNT_HOURS, HOUR_MS } from '../privacy/deadlines.ts'
import { NOTICE_LANGUAGES } from './incidents-words.ts'

/** The one form that feeds every notice: what is taken in, and what is missing of it before it may go out. */

/** A clock of ours may be a little behind that of who types. */
const AHEAD_MS = 5 * 60_000

// With its offset: an instant without one would be read in whatever zone the server keeps.
const instant = z.iso.datetime({ offset: true }).transform((iso) => Date.parse(iso))
/** What cannot stand in a feed: control characters but for line breaks, halves of characters. */
const PRINTABLE = /^(?:[\n\r\t]|[^\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}])*$/u
const words = z.string().trim().regex(PRINTABLE, 'It holds characters that cannot be shown')
const line = words.max(200)
const text = words.max(5000)
const some = <T extends readonly [string, ...string[]]>(values: T) =>
	z
		.array(z.enum(values))
		.min(1)
		.max(values.length)
		.transform((list) => [...new Set(list)])

const factsBody = z
	.strictObject({
		title: line.min(1),
		starts_at: instant,
		ends_at: instant.nullable(),
		discovered_at: instant,
		aware_at: instant,
		systems: some(SYSTEMS),
		nature: some(NATURES),
		reach: z.enum(['stored', 'arrived']),
		shards: z.array(z.int().min(0).max(9999)).min(1).max(100).nullable(),
		jurisdictions: z
			.array(z.enum(['eu', 'us', 'none']))
			.min(1)
			.max(3)
			.nullable(),
	})
	.transform(
		({ starts_at, ends_at, discovered_at, aware_at, ...rest }): Facts => ({
			...rest,
			...{ startsAt: starts_at, endsAt: ends_at, discoveredAt: discovered_at, awareAt: aware_at },
		}),
	)

const count = z.int().min(0).max(1e12).nullable()
const noticeBody = z
	.strictObject({
		language: z.enum(NOTICE_LANGUAGES as [string, ...string[]]),
		contact: z.strictObject({
			...{ name: line, person: line, phone: line },
			email: z.union([z.literal(''), z.email().max(254)]),
		}),
		...{ what: text, cause: text, person_categories: text, persons: count },
		...{ record_categories: text, records: count },
		items: z
			.array(
				z
					.strictObject({
						what: line.min(1),
						protection: z.enum(['plain', 'encrypted', 'hashed']),
						key_lost: z.enum(['yes', 'no', 'unknown']),
					})
					.transform(({ key_lost, ...item }) => ({ ...item, keyLost: key_lost })),
			)
			.max(50),
		...{ consequences: text, taken: text, planned: text, advice: text, owner_advice: text },
		...{ remedies: text, delay: text, phases: z.boolean(), risk: z.enum(RISKS).nullable(), risk_why: text },
		story: words.max(20_000),
	})
	.transform(
		({ person_categories, record_categories, owner_advice, risk_why, ...rest }): Notice => ({
			...rest,
			...{ personCategories: person_categories, recordCategories: record_categories },
			...{ ownerAdvice: owner_advice, riskWhy: risk_why },
		}),
	)

/** Of a change only what is named. Who changes it says which revision was seen. */
const changeBody = z.strictObject({
	revision: z.int().min(1),
	facts: factsBody.optional(),
	notice: noticeBody.optional(),
	decision: z.enum(['open', 'notify', 'not']).optional(),
	reasons: text.optional(),
	banner: z.enum(['nobody', 'affected', 'everyone']).optional(),
	published: z.boolean().optional(),
})
export type Change = z.infer<typeof changeBody>

/** Reads what an operator typed about a new incident. @param now ms since the epoch. */
export const readFacts = (body: unknown, now: number): Result<Facts, AppError> => {
	const facts = read(factsBody, body)
	return facts.ok ? inOrder(facts.value, now) : facts
}

/** Reads a change of an incident. @param now ms since the epoch. */
export function readChange(body: unknown, now: number): Result<Change, AppError> {
	const change = read(changeBody, body)
	if (!change.ok || !change.value.facts) return change
	const facts = inOrder(change.value.facts, now)
	return facts.ok ? change : facts
}

/** Checks a body against a shape; the failure names the first field that is wrong. */
export function read<T>(shape: z.ZodType<T>, body: unknown): Result<T, AppError> {
	const parsed = shape.safeParse(body)
	if (parsed.success) return ok(parsed.data)
	const issue = parsed.error.issues[0]
	const field = issue?.path.join('.') || undefined
	return fail({
		kind: 'invalid',
		message: issue?.message ?? 'The body is not as expected',
		...(field ? { field } : {}),
	})
}

/** Instants that cannot be: the clocks run from them. */
function inOrder(facts: Facts, now: number): Result<Facts, AppError> {
	const { startsAt, endsAt, discoveredAt, awareAt } = facts
	const wrong = (field: string, message: string) => fail<AppError>({ kind: 'invalid', field, message })
	if (awareAt > now + AHEAD_MS) return wrong('aware_at', 'This is in the future')
	if (discoveredAt > awareAt) return wrong('discovered_at', 'It was discovered before anybody was aware')
	if (startsAt > discoveredAt) return wrong('starts_at', 'It began before it was discovered')
	if (endsAt !== null && endsAt < startsAt) return wrong('ends_at', 'It ended after it began')
	if (endsAt !== null && endsAt > now + AHEAD_MS) return wrong('ends_at', 'This is in the future')
	return ok(facts)
}

/** Nothing written yet. */
export const BLANK: Notice = {
	language: 'en',
	contact: { name: 'Jitt', person: '', email: '', phone: '' },
	...{ what: '', cause: '', personCategories: '', persons: null, recordCategories: '', records: null },
	...{ items: [], consequences: '', taken: '', planned: '', advice: '', ownerAdvice: '', remedies: '' },
	...{ delay: '', phases: false, risk: null, riskWhy: '', story: '' },
}

/** Without these nobody can be told anything: Art. 34(2) with Art. 33(3)(b), (c), (d). */
const ALWAYS = ['contact.person', 'contact.email', 'what', 'consequences', 'taken', 'advice', 'risk'] as const

/**
 * Fields that are missing before a notice may be sent, by the name that the form has for them. Where information follows in phases (Art. 33(4)),
 * only those that can never wait. @param now ms since the epoch: late notices say why.
 */
export function missing(facts: Facts, notice: Notice, now: number): string[] {
	const late = now > facts.awareAt + ACCOUNT_HOURS * HOUR_MS
	const blank = [
		...Object.entries(notice).flatMap(([name, value]) => (isBlank(value) ? [name] : [])),
		...Object.entries(notice.contact).flatMap(([name, value]) => (isBlank(value) ? [`contact.${name}`] : [])),
	]
	const always: readonly string[] = ALWAYS
	const needed = blank.filter((name) => {
		if (name === 'story') return false
		if (name === 'delay') return late
		return !notice.phases || always.includes(name)
	})
	return needed.map(typedName)
}

/** As the form calls it: `risk_why`. */
const typedName = (name: string): string =>
	name.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`)

const isBlank = (value: unknown): boolean =>
	value === '' || value === null || (Array.isArray(value) && value.length === 0)
