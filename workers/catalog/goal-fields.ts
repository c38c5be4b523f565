import { z } from 'zod'
import { clean, exceeds, URL_BYTES } from '../collect/page.ts'
import { type AppError, ok, type Result } from '../kit/result.ts'
import type { Goal, GoalKind } from '../model/goal.ts'
import { faulty, label, NAME_LENGTH, PROPERTY_BYTES, readBy, trimmed } from './fields.ts'

/** A goal before it has a number. */
export type GoalSettings = Pick<Goal, 'name' | 'props' | 'currency'> & GoalKind

/** Conditions of one goal, as many as Plausible takes: every one is a comparison on every event. */
const MAX_PROPS = 3
const VALUE_BYTES = 2_000
const NAME = `must have 1 to ${NAME_LENGTH} characters`
const CURRENCY = 'must be a code of three letters such as EUR (ISO 4217)'
const THRESHOLD = 'must be a whole number from 1 to 100'
const PROPS = `must be an object of at most ${MAX_PROPS} names and values`

/** Forms send an empty field where JSON has null or nothing. */
const optional = <T>(schema: z.ZodType<T>) =>
	z.preprocess((value) => (value === '' || value === null ? undefined : value), schema.optional())

const fields = z.object({
	goal_type: z.enum(['event', 'page', 'scroll'], { error: 'must be event, page or scroll' }),
	event_name: optional(label(NAME_LENGTH)),
	page_path: optional(
		z
			.string({ error: 'must be a path such as /pricing' })
			.transform(pathOf)
			.refine((path) => path !== '' && !exceeds(path, URL_BYTES), {
				error: `must have 1 to ${URL_BYTES} bytes`,
			}),
	),
	scroll_threshold: optional(
		z.preprocess(
			(value) => (typeof value === 'string' && /^\d{1,3}$/.test(value) ? Number(value) : value),
			z.int({ error: THRESHOLD }).min(1, { error: THRESHOLD }).max(100, { error: THRESHOLD }),
		),
	),
	display_name: optional(trimmed(NAME)),
	currency: optional(
		z
			.string({ error: CURRENCY })
			.transform((text) => text.trim().toUpperCase())
			.refine((code) => /^[A-Z]{3}$/.test(code), { error: CURRENCY }),
	),
})

/**
 * Reads a goal from a request's fields, in the names of Plausible's Sites API. A goal without a `display_name`
 * is called by what it is: `Sign up`, `Visit /pricing`, `Scroll 90% on /blog`.
 */
export function parseGoal(input: Record<string, unknown>): Result<GoalSettings, AppError> {
	const read = readBy(fields, input)
	if (!read.ok) return read
	const { event_name: event, page_path: path, currency = null } = read.value
	const props = propsOf(input)
	if (!props.ok) return props
	const named = (usual: string, kind: GoalKind): Result<GoalSettings, AppError> => {
		const name = read.value.display_name ?? usual
		// The usual name may be as long as the path in it.
		if (name === '' || (name !== usual && name.length > NAME_LENGTH)) return faulty('display_name', NAME)
		return ok({ name, props: props.value, currency, ...kind })
	}
	if (read.value.goal_type === 'event') {
		if (event === undefined) return faulty('event_name', 'is required for a goal of type event')
		if (event === 'engagement') return faulty('event_name', 'engagement is no event of its own')
		return named(event, { kind: 'event', event })
	}
	if (currency !== null) return faulty('currency', 'only a goal of type event earns money')
	if (path === undefined) {
		return faulty('page_path', `is required for a goal of type ${read.value.goal_type}`)
	}
	if (read.value.goal_type === 'page') return named(`Visit ${path}`, { kind: 'page', path })
	const threshold = read.value.scroll_threshold
	if (threshold === undefined) return faulty('scroll_threshold', 'is required for a goal of type scroll')
	return named(`Scroll ${threshold}% on ${path}`, { kind: 'scroll', path, threshold })
}

/** As stored paths are made, but for `*`; one that does not begin with a slash is meant to. */
function pathOf(text: string): string {
	const path = clean(text).trim()
	return path === '' || path.startsWith('/') ? path : `/${path}`
}

/** Conditions as an object, as JSON in a text, or as a form's `custom_props[name]`; values as events keep them. */
function propsOf(input: Record<string, unknown>): Result<Record<string, string>, AppError> {
	const sent = objectOf(input.custom_props)
	if (!sent) return faulty('custom_props', PROPS)
	const inForm = Object.entries(input).flatMap(([key, value]) => {
		const name = /^custom_props\[(.*)\]$/s.exec(key)?.[1]
		return name === undefined ? [] : [[name, value] as const]
	})
	const entries = [...Object.entries(sent), ...inForm]
	if (entries.length > MAX_PROPS) return faulty('custom_props', PROPS)
	const kept: [string, string][] = []
	for (const [rawName, value] of entries) {
		const name = clean(rawName).trim()
		if (name === '' || exceeds(name, PROPERTY_BYTES)) {
			return faulty('custom_props', `names must have 1 to ${PROPERTY_BYTES} bytes`)
		}
		const text = ['string', 'number', 'boolean'].includes(typeof value) ? clean(String(value)) : ''
		if (text.trim() === '' || exceeds(text, VALUE_BYTES)) {
			return faulty('custom_props', `values must be texts of 1 to ${VALUE_BYTES} bytes`)
		}
		kept.push([name, text])
	}
	if (new Set(kept.map(([name]) => name)).size < kept.length) {
		return faulty('custom_props', 'names must be unique')
	}
	kept.sort(([a], [b]) => (a < b ? -1 : 1))
	return ok(Object.fromEntries(kept))
}

function objectOf(value: unknown): object | null {
	if (value === undefined || value === null || value === '') return {}
	if (typeof value === 'object') return Array.isArray(value) ? null : value
	if (typeof value !== 'string') return null
	try {
		const parsed: unknown = JSON.parse(value)
		return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : null
	} catch {
		return null
	}
}
