/** What the pages of `docs/` say by themselves: made from the tables that the code itself reads. */
import { z } from 'zod'
import { OPERATIONS, type Operation, placeOf } from '../workers/api/operations.ts'
import { ERRORS } from '../workers/api/schemas/error.ts'
import type { Goal } from '../workers/model/goal.ts'
import { parseQuery } from '../workers/stats/query.ts'
import { DIMENSIONS, type Formula, METRICS, type Metric } from '../workers/stats/registry.ts'
import { REST } from '../workers/stats/rollup.ts'
import { brokenRule } from '../workers/stats/rules.ts'
import { MOST_VALUES } from '../workers/store/rolled.ts'

const PARTS: Readonly<Record<string, () => string>> = { accuracy, metrics, dimensions, errors, operations }

/** A page with its parts made anew, each between its `<!-- begin name -->` and `<!-- end name -->`. */
export function filled(page: string): string {
	return page.replace(/(<!-- begin (\w+) -->\n).*?(<!-- end \2 -->)/gs, (_, begin, name: string, end) => {
		const part = PARTS[name]
		if (!part) throw new Error(`There is no part ${name}`)
		return `${begin}\n${part().trim()}\n\n${end}`
	})
}

const PROPERTY = 'event:props:<name>'
const GOAL: Goal = { id: 1, name: 'G', kind: 'event', event: 'G', props: {}, currency: 'EUR' }
const PAGE_FILTER = ['is', 'event:page', ['/']]
const GOAL_FILTER = ['is', 'event:goal', ['G']]
const dimensionNames = [...DIMENSIONS.map(({ name }) => name), PROPERTY]
const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ')

/** Why the parser or a rule refuses a question; null where it is in order. */
function refusal(metric: string, dimension: string | null, filters: readonly unknown[]): string | null {
	const body = {
		metrics: [metric],
		date_range: 'day',
		dimensions: dimension ? [dimension.replace('<name>', 'x')] : [],
		filters,
	}
	const query = parseQuery(body, true, { goals: [GOAL], segments: [] })
	return query.ok ? brokenRule(query.value) : query.error.message
}

/** Whether there is a question at all in which the two go together: some need a filter beside them. */
const goTogether = (metric: string, dimension: string): boolean =>
	[[], [PAGE_FILTER], [GOAL_FILTER]].some((filters) => refusal(metric, dimension, filters) === null)

function metrics(): string {
	return Object.entries<Metric>(METRICS).map(metricSection).join('\n')
}

function metricSection([name, metric]: [string, Metric]): string {
	const refused = dimensionNames.filter((one) => !goTogether(name, one))
	const allowed = dimensionNames.filter((one) => goTogether(name, one))
	const few = allowed.length < refused.length
	const alone = refusal(name, null, [])
	const facts = [
		`Told of ${{ both: 'visits or events', visits: 'visits as a whole', events: 'single events' }[metric.of]}.`,
		roundingOf(metric.formula),
		...(alone ? [`Needs company: ${alone}.`] : []),
		few
			? `Only by ${code(allowed)}.`
			: refused.length > 0
				? `Not by ${code(refused)}.`
				: 'By every dimension.',
		...(refusal(name, null, [PAGE_FILTER])?.includes('with a filter')
			? ['Not with a filter on `event:page`.']
			: []),
		...dashboardNote(metric),
	]
	return section(name, metric.sentence, facts)
}

function roundingOf(formula: Formula): string {
	const empty = (none: 0 | null): string =>
		none === null ? '`null` where there is nothing to divide by' : '0 where there is nothing to divide by'
	const places = (decimals: number): string =>
		decimals === 0 ? 'a whole number' : `${decimals} decimal${decimals > 1 ? 's' : ''}`
	switch (formula.is) {
		case 'count':
			return 'A whole number, 0 where there is nothing.'
		case 'share':
		case 'ratio':
			return `Rounded half up to ${places(formula.decimals)}; ${empty(formula.none)}.`
		case 'percentile':
			return 'A measured value as it is, by nearest rank; `null` where nothing was measured.'
		case 'money':
			return 'An object of `value`, `currency`, `short` and `long`; `null` with a warning in `meta.metric_warnings` where no single currency can be said.'
	}
}

function dimensions(): string {
	const metricNames = Object.keys(METRICS)
	const listed = DIMENSIONS.map((one) => {
		const refused = metricNames.filter((metric) => !goTogether(metric, one.name))
		return section(one.name, one.sentence, [
			...bearerOf(one.of),
			...(one.of === 'time' ? [] : [one.blank ? `Blank word: \`${one.blank}\`.` : 'Never blank.']),
			one.of === 'time' ? 'No filter takes it.' : 'Filters take it.',
			...(refused.length > 0 ? [`Not with ${code(refused)}.`] : ['With every metric.']),
			...dashboardNote(one),
		])
	})
	const refused = metricNames.filter((metric) => !goTogether(metric, PROPERTY))
	return [
		...listed,
		section(PROPERTY, 'The property of this name that was sent with the event, as a text.', [
			...bearerOf('property'),
			'Blank word: `(none)`.',
			'Filters take it.',
			`Not with ${code(refused)}.`,
		]),
	].join('\n')
}

function bearerOf(of: (typeof DIMENSIONS)[number]['of']): string[] {
	const told = {
		visit: 'Told of visits and of their events.',
		entry: 'Told of visits alone: known at their end.',
		event: 'Told of single events.',
		property: 'Told of single events.',
		goal: 'Told of single events; an event may stand in several rows.',
		time: 'Time.',
	}
	return [told[of]]
}

const dashboardNote = (one: { dashboardOnly?: true }): string[] =>
	one.dashboardOnly ? ['Asked by the dashboard only; the public API does not know it.'] : []

const section = (name: string, sentence: string, facts: readonly string[]): string =>
	`### \`${name}\`\n\n${sentence}\n\n${facts.map((one) => `- ${one}\n`).join('')}`

function accuracy(): string {
	return [
		'| Where the answer comes from | When | Off by |',
		'| --- | --- | --- |',
		'| Rows of events and visits in D1 | always, for the open day and for every question that rollups do not hold | nothing |',
		`| Daily rollups in D1 | for whole days that are over, in questions of at most one dimension beside time; of busy sites also under a filter on one source, channel, country, browser, system, device, class of screen or language | nothing in totals and series; in lists each day keeps the ${MOST_VALUES.toLocaleString('en')} values with the most visitors apart, and the rest of it is in one row called \`${REST}\` |`,
		'| Hours of a busy open day in D1 | for the open day, where a novelty bit counts the dimension | the same |',
		'| Sketches of days whose rows are gone | for the total of visitors, where rollups are kept longer than rows and people could be recognised on several days (cookie mode, imports that name their visitors) | `meta.sampling` says by how much: 95 of 100 answers are within 4.5 % of those visitors; lists and series count them on each day, as `meta.retention_warnings` says |',
		'| Rows that Analytics Engine has sampled | where it is set up, for questions that no rollup holds over more than about two million events of the last 90 days; never for sites that are pinned to a jurisdiction, nor over imported days | as `meta.sampling` says: `interval` events that one row may stand for, `margins` (half of the 95 % interval, row by row and metric by metric), and the metrics that are `approximate` |',
	].join('\n')
}

function errors(): string {
	const rows = Object.entries(ERRORS).map(([status, text]) => `| ${status} | ${text} |`)
	return ['| Status | When |', '| --- | --- |', ...rows].join('\n')
}

function operations(): string {
	const tags = [...new Set(OPERATIONS.map(({ tag }) => tag))]
	return tags
		.map((tag) =>
			[`### ${tag}\n`, ...OPERATIONS.filter((one) => one.tag === tag).map(operationSection)].join('\n'),
		)
		.join('\n')
}

function operationSection(operation: Operation): string {
	const { method, path } = placeOf(operation)
	const body = operation.body?.schema
	const objects = [operation.query, operation.headers, body instanceof z.ZodObject ? body : undefined]
	const fields = objects.flatMap((one) => Object.entries(one?.shape ?? {}))
	const rows = fields.map(([name, field]) => {
		const schema = field as {
			description?: string
			safeParse(value: unknown): { success: boolean; data?: unknown }
		}
		const without = schema.safeParse(undefined)
		const usual = without.data === undefined || without.data === '' ? '' : `\`${String(without.data)}\``
		return `| \`${name}\` | ${without.success ? usual : 'required'} | ${schema.description?.replaceAll('|', '\\|') ?? ''} |`
	})
	return [
		`#### \`${method} ${path}\`\n`,
		`${operation.summary}. Errors: ${operation.errors.join(', ') || 'none'}.\n`,
		...(rows.length > 0
			? [['| Parameter or field | Default | |', '| --- | --- | --- |', ...rows, ''].join('\n')]
			: []),
	].join('\n')
}
