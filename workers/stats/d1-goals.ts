import type { Goal } from '../model/goal.ts'
import { type PathPattern, reachOf } from './goals.ts'
import { all, type Fragment, rows, sql, value } from './sql.ts'

/** D1's spelling of goals: whether the event `e` reaches one of a few, or which of many as rows `g`. */

/** Goals up to which each is spelt out; more are read from a list. */
const FEW = 8

/** Whether an event reaches one of the goals. */
export function reaches(goals: readonly Goal[]): Fragment {
	if (goals.length > FEW) return sql`(EXISTS (SELECT 1 FROM (${goalRows(goals)}) AS g WHERE ${REACHED}))`
	return all(goals.map(reachesOne), 'OR')
}

function reachesOne(goal: Goal): Fragment {
	const { name, path, scrolled, props } = reachOf(goal)
	if (name === null) return sql`0`
	return all(
		[
			sql`e.name = ${value(name)}`,
			...(path ? [onPath(path)] : []),
			...(scrolled === null ? [] : [sql`e.scroll_depth >= ${value(scrolled)} AND e.scroll_depth <= 100`]),
			...props.map(
				([property, text]) => sql`json_extract(e.props, ${value(stepTo(property))}) = ${value(text)}`,
			),
		],
		'AND',
	)
}

function onPath(path: PathPattern): Fragment {
	if ('whole' in path) return sql`e.page = ${value(path.whole)}`
	const { begins, ends, holds } = path
	const rest = between(value(begins), value(ends))
	const [first, second, ...more] = holds
	return all(
		[
			sql`length(e.page) >= length(${value(begins)}) + length(${value(ends)})`,
			...(begins === '' ? [] : [startsWith(value(begins))]),
			...(ends === '' ? [] : [endsWith(value(ends))]),
			...(first === undefined ? [] : [sql`instr(${rest}, ${value(first)}) > 0`]),
			...(first === undefined || second === undefined ? [] : [holdsBoth(rest, value(first), value(second))]),
			...(more.length === 0 ? [] : [inOrder(rest, value(JSON.stringify(holds)))]),
		],
		'AND',
	)
}

const startsWith = (text: Fragment): Fragment => sql`substr(e.page, 1, length(${text})) = ${text}`

const endsWith = (text: Fragment): Fragment => sql`substr(e.page, -length(${text})) = ${text}`

/** What of the page lies between its beginning and its end. */
const between = (begins: Fragment, ends: Fragment): Fragment =>
	sql`substr(e.page, length(${begins}) + 1, length(e.page) - length(${begins}) - length(${ends}))`

/** Whether a text that holds the first of two others holds the second behind it. */
const holdsBoth = (text: Fragment, first: Fragment, second: Fragment): Fragment =>
	sql`instr(substr(${text}, instr(${text}, ${first}) + length(${first})), ${second}) > 0`

/**
 * Whether a text holds all of some others (a JSON list), one behind the other: the first place of each is the
 * best, so one walk tells. A walk takes a few µs a row, so two parts are looked for without one. D1 takes patterns of `LIKE` and `GLOB` up to 50 bytes only.
 */
function inOrder(text: Fragment, parts: Fragment): Fragment {
	const after = sql`substr(steps.rest, nullif(instr(steps.rest, part.value), 0) + length(part.value))`
	return sql`EXISTS (WITH RECURSIVE steps(i, rest) AS (SELECT 0, ${text} UNION ALL SELECT steps.i + 1, ${after} FROM steps, json_each(${parts}) AS part WHERE part.key = steps.i AND steps.rest IS NOT NULL) SELECT 1 FROM steps WHERE steps.i = json_array_length(${parts}) AND steps.rest IS NOT NULL)`
}

/** A property's step of a JSON path, quoted as JSON: any name is one step. */
const stepTo = (property: string): string => `$.${JSON.stringify(property)}`

/** Goals as rows of `label`, `currency` and what it takes to reach them. */
export function goalRows(goals: readonly Goal[]): Fragment {
	const columns = goals.map((goal) => {
		const { name, path, scrolled, props } = reachOf(goal)
		const wild = path && 'begins' in path ? path : null
		return [
			goal.name,
			goal.currency,
			name,
			path && 'whole' in path ? path.whole : null,
			wild?.begins ?? null,
			wild?.ends ?? null,
			wild?.holds[0] ?? null,
			wild?.holds[1] ?? null,
			wild && wild.holds.length > 2 ? JSON.stringify(wild.holds) : null,
			scrolled,
			props.length > 0
				? JSON.stringify(Object.fromEntries(props.map(([key, text]) => [stepTo(key), text])))
				: null,
		]
	})
	return sql`SELECT value ->> 0 AS label, value ->> 1 AS currency, value ->> 2 AS name, value ->> 3 AS whole, value ->> 4 AS begins, value ->> 5 AS ends, value ->> 6 AS first, value ->> 7 AS second, value ->> 8 AS holds, value ->> 9 AS scrolled, value ->> 10 AS props FROM ${rows(columns)}`
}

const REST = between(sql`g.begins`, sql`g.ends`)

/** Whether the event `e` reaches the goal of a row `g` of `goalRows`. */
export const REACHED: Fragment = all(
	[
		sql`g.name = e.name`,
		sql`(g.whole IS NULL OR g.whole = e.page)`,
		sql`(g.begins IS NULL OR (${all(
			[
				sql`length(e.page) >= length(g.begins) + length(g.ends)`,
				startsWith(sql`g.begins`),
				sql`(g.ends = '' OR ${endsWith(sql`g.ends`)})`,
				sql`(g.first IS NULL OR instr(${REST}, g.first) > 0)`,
				sql`(g.second IS NULL OR ${holdsBoth(REST, sql`g.first`, sql`g.second`)})`,
				sql`(g.holds IS NULL OR ${inOrder(REST, sql`g.holds`)})`,
			],
			'AND',
		)}))`,
		sql`(g.scrolled IS NULL OR (e.scroll_depth >= g.scrolled AND e.scroll_depth <= 100))`,
		sql`(g.props IS NULL OR NOT EXISTS (SELECT 1 FROM json_each(g.props) AS p WHERE json_extract(e.props, p.key) IS NOT p.value))`,
	],
	'AND',
)
