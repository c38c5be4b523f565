import { z } from 'zod'
import { NAME_LENGTH } from '../catalog/fields.ts'
import type { FunnelSettings } from '../catalog/funnels.ts'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import type { FunnelStep, Goal } from '../model/goal.ts'
import type { FunnelAsked } from '../stats/funnel.ts'
import type { JourneyAsked } from '../stats/journey.ts'
import type { RetentionAsked } from '../stats/retention.ts'

/**
 * The bodies of funnels, journeys and retention. `date_range` and `filters` are left to the query language, which
 * tells its own faults; every fault here is told, one a line, each behind the JSON pointer to where it is.
 */

/** Faults told at once. */
const MAX_FAULTS = 20
/** Characters of a path, and wildcards in it: each part between two is looked for in every page. */
const PATH = { characters: 500, wildcards: 10 } as const
/** The longest window: thirty days. */
const MAX_WINDOW = 30 * 24 * 60

const TEXT = {
	step: 'A step is {"goal": id}, {"page": path} or {"event": name}',
	steps: 'A funnel has 2 to 8 steps',
	name: `A name has 1 to ${NAME_LENGTH} characters`,
	path: `A path has 1 to ${PATH.characters} characters and at most ${PATH.wildcards} wildcards`,
	event: 'The name of a custom event has 1 to 120 characters; pageview and engagement are none',
	window: `A whole number of minutes from 1 to ${MAX_WINDOW}, or null`,
	page: 'A page is a path of 1 to 2000 characters, or null',
	from: 'Only with a page does anything lie before: direction "previous" needs one',
} as const

const oneOf = (...names: string[]) => ({ error: `One of ${names.join(', ')}` })
const whole = (min: number, max: number) => {
	const text = { error: `A whole number from ${min} to ${max}` }
	return z.int(text).min(min, text).max(max, text)
}

const asked = { date_range: z.unknown().optional(), filters: z.unknown().optional() }

const path = z
	.string({ error: TEXT.path })
	.min(1, { error: TEXT.path })
	.max(PATH.characters, { error: TEXT.path })
	.refine((text) => text.split('*').length <= PATH.wildcards + 1, { error: TEXT.path })
const event = z
	.string({ error: TEXT.event })
	.min(1, { error: TEXT.event })
	.max(120, { error: TEXT.event })
	.refine((name) => name !== 'pageview' && name !== 'engagement', { error: TEXT.event })

/** By its only key, so that a fault is told of what was meant. */
const step = z
	.record(z.string(), z.unknown(), { error: TEXT.step })
	.transform((sent, context): FunnelStep => {
		const [key, ...more] = Object.keys(sent)
		const known = more.length === 0 && key !== undefined && Object.hasOwn(STEPS, key)
		const schema = known ? STEPS[key as keyof typeof STEPS] : undefined
		const parsed = schema?.safeParse(sent)
		if (parsed?.success) return parsed.data
		for (const issue of parsed?.error.issues ?? [{ path: [], message: TEXT.step }]) {
			context.addIssue({ code: 'custom', path: issue.path, message: issue.message })
		}
		return z.NEVER
	})
const STEPS = {
	goal: z.object({ goal: z.int({ error: 'The number of a goal' }) }),
	page: z.object({ page: path }),
	event: z.object({ event }),
}

const course = {
	steps: z.array(step, { error: TEXT.steps }).min(2, { error: TEXT.steps }).max(8, { error: TEXT.steps }),
	order: z.enum(['open', 'strict'], oneOf('open', 'strict')).default('open'),
	window_minutes: z
		.int({ error: TEXT.window })
		.min(1, { error: TEXT.window })
		.max(MAX_WINDOW, { error: TEXT.window })
		.nullable()
		.default(null),
}
const funnel = z.strictObject({ ...asked, ...course })
const savedFunnel = z.strictObject({
	name: z
		.string({ error: TEXT.name })
		.transform((text) => text.trim())
		.refine((text) => text !== '' && text.length <= NAME_LENGTH, { error: TEXT.name }),
	...course,
})

const journey = z
	.strictObject({
		...asked,
		page: z
			.string({ error: TEXT.page })
			.min(1, { error: TEXT.page })
			.max(2_000, { error: TEXT.page })
			.nullable()
			.default(null),
		direction: z.enum(['next', 'previous'], oneOf('next', 'previous')).default('next'),
		depth: whole(1, 10).default(5),
		limit: whole(1, 50).default(10),
	})
	.refine(({ page, direction }) => page !== null || direction === 'next', {
		path: ['page'],
		error: TEXT.from,
	})

const retention = z.strictObject({
	...asked,
	period: z.enum(['week', 'month'], oneOf('week', 'month')).default('week'),
})

/** Reads the body of a funnel. @param goals those of the site, which steps may name by number. */
export function readFunnel(body: unknown, goals: readonly Goal[]): Result<FunnelAsked> {
	const read = readBy(funnel, body)
	if (!read.ok) return read
	const steps = goalsOfSteps(read.value.steps, goals)
	if (!steps.ok) return steps
	const { date_range, filters, order, window_minutes } = read.value
	return ok({ date_range, filters, steps: steps.value, order, windowMinutes: window_minutes })
}

/** Reads a funnel that is to be saved. @param goals as above. */
export function readSavedFunnel(body: unknown, goals: readonly Goal[]): Result<FunnelSettings> {
	const read = readBy(savedFunnel, body)
	if (!read.ok) return read
	const { name, steps, order, window_minutes } = read.value
	const known = goalsOfSteps(steps, goals)
	return known.ok ? ok({ name, steps, strict: order === 'strict', windowMinutes: window_minutes }) : known
}

/** What steps stand for; those that name a goal of nobody are faults. */
function goalsOfSteps(steps: readonly FunnelStep[], goals: readonly Goal[]): Result<Goal[]> {
	const faults: string[] = []
	const found = steps.flatMap((one, i): Goal[] => {
		const made = { id: 0, props: {}, currency: null }
		if ('page' in one) return [{ ...made, name: `Visit ${one.page}`, kind: 'page', path: one.page }]
		if ('event' in one) return [{ ...made, name: one.event, kind: 'event', event: one.event }]
		const goal = goals.find(({ id }) => id === one.goal)
		if (!goal) faults.push(`#/steps/${i}/goal: The site has no goal ${one.goal}`)
		return goal ? [goal] : []
	})
	return faults.length > 0 ? invalid(faults) : ok(found)
}

/** Reads the body of a journey. */
export const readJourney = (body: unknown): Result<JourneyAsked> => readBy(journey, body)

/** Reads the body of a retention report. */
export const readRetention = (body: unknown): Result<RetentionAsked> => readBy(retention, body)

function readBy<T>(schema: z.ZodType<T>, body: unknown): Result<T> {
	const parsed = schema.safeParse(body)
	if (parsed.success) return ok(parsed.data)
	return invalid(
		parsed.error.issues.flatMap((issue) =>
			issue.code === 'unrecognized_keys'
				? issue.keys.map((key) => `${pointerTo([...issue.path, key])}: Unknown key`)
				: [`${pointerTo(issue.path)}: ${issue.message}`],
		),
	)
}

/** RFC 6901. */
const pointerTo = (path: readonly PropertyKey[]): string =>
	['#', ...path.map((key) => String(key).slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/')

const invalid = (faults: readonly string[]): { ok: false; error: AppError } =>
	fail({ kind: 'invalid', message: faults.slice(0, MAX_FAULTS).join('\n') })
