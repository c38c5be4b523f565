import type { Goal } from '../model/goal.ts'
import { type PathPattern, type Reach, reachOf } from './goals.ts'
import { all, type Fragment, join, rows, sql, value } from './sql.ts'

/** D1's spelling of goals: whether the event `e` reaches one of a few, which of some, or which of many. */

/** Goals up to which each is spelt out; more are read from a list. */
const FEW = 8

/**
 * Whether an event reaches one of the goals.
 * @param events which events these are, as the `WHERE` of `events e`: many goals are weighed against their pages.
 */
export function reaches(goals: readonly Goal[], events: Fragment): Fragment {
	if (goals.length <= FEW) return all(goals.map(reachesOne), 'OR')
	const plain = goals.filter(isPlain)
	const others = goals.filter((one) => !isPlain(one))
	const rows = sql`SELECT name, page FROM (WITH ${join(goalTables(plain, sql`events`, events), ', ')} SELECT * FROM goals)`
	return all(
		[
			...(plain.length > 0 ? [sql`((e.name, ${KEY}) IN (${rows}))`] : []),
			...(others.length > FEW
				? [sql`(EXISTS (SELECT 1 FROM (${goalRows(others)}) AS g WHERE ${REACHED}))`]
				: others.map(reachesOne)),
		],
		'OR',
	)
}

/** Whether name and page tell all. */
function isPlain(goal: Goal): boolean {
	const { scrolled, props } = reachOf(goal)
	return scrolled === null && props.length === 0
}

function reachesOne(goal: Goal): Fragment {
	const reach = reachOf(goal)
	if (reach.name === null) return sql`0`
	return all([sql`e.name = ${value(reach.name)}`, ...apartFromName(reach)], 'AND')
}

/** What has to hold for events of the right name. */
const apartFromName = ({ path, scrolled, props }: Reach): Fragment[] => [
	...(path ? [onPath(path)] : []),
	...(scrolled === null ? [] : [sql`e.scroll_depth >= ${value(scrolled)} AND e.scroll_depth <= 100`]),
	...props.map(([property, text]) => sql`json_extract(e.props, ${value(stepTo(property))}) = ${value(text)}`),
]

/** Spelt out: a bound number costs a tenth more in every row. */
const BITS = [sql`1`, sql`2`, sql`4`, sql`8`, sql`16`, sql`32`, sql`64`, sql`128`]

/**
 * Which of at most eight goals an event reaches, as bits: bit `i` for goal `i`. Every row's name is compared once, whatever the
 * number of goals: of a million events four goals take 0.1 s instead of 0.25 s (node:sqlite).
 */
export function maskOf(goals: readonly Goal[]): Fragment {
	const byName = new Map<string, Fragment[]>()
	goals.forEach((goal, i) => {
		const reach = reachOf(goal)
		if (reach.name === null) return
		const conditions = apartFromName(reach)
		const test = conditions.length === 0 ? sql`1` : sql`(${all(conditions, 'AND')})`
		// Depths and properties may be null, and then so is the test.
		const sure = reach.scrolled === null && reach.props.length === 0 ? test : sql`(${test} IS TRUE)`
		byName.set(reach.name, [...(byName.get(reach.name) ?? []), sql`${sure} * ${BITS[i] ?? sql`0`}`])
	})
	if (byName.size === 0) return sql`0`
	const cases = [...byName].map(
		([event, bits]) => sql` WHEN ${value(event)} THEN ${bits.reduce((sum, bit) => sql`${sum} + ${bit}`)}`,
	)
	return sql`CASE e.name${cases.reduce((before, one) => sql`${before}${one}`)} ELSE 0 END`
}

function onPath(path: PathPattern): Fragment {
	if ('whole' in path) return sql`e.page = ${value(path.whole)}`
	const { begins, ends, holds } = path
	const rest = between(value(begins), value(ends))
	const [first, second, ...more] = holds
	const overlaps = begins !== '' && ends !== ''
	return all(
		[
			...(overlaps ? [sql`length(e.page) >= ${value(lengthOf(begins) + lengthOf(ends))}`] : []),
			...(begins === '' ? [] : [within(begins)]),
			...(ends === '' ? [] : [sql`substr(e.page, ${value(-lengthOf(ends))}) = ${value(ends)}`]),
			...(first === undefined ? [] : [sql`instr(${rest}, ${value(first)}) > 0`]),
			...(first === undefined || second === undefined ? [] : [holdsBoth(rest, value(first), value(second))]),
			...(more.length === 0 ? [] : [inOrder(rest, value(JSON.stringify(holds)))]),
		],
		'AND',
	)
}

/** Characters as SQLite counts them. */
const lengthOf = (text: string): number => [...text].length

/** Pages that begin with a text are a stretch of all texts, in the order of their bytes: no text has to be cut. */
function within(begins: string): Fragment {
	const end = behind(begins)
	const from = sql`e.page >= ${value(begins)}`
	return end === null
		? sql`(substr(e.page, 1, ${value(lengthOf(begins))}) = ${value(begins)})`
		: sql`(${from} AND e.page < ${value(end)})`
}

/** The first text behind all that begin with this one; null where its last character has no next one. */
function behind(text: string): string | null {
	const characters = [...text]
	const last = characters.pop()?.codePointAt(0) ?? 0
	// Surrogates are no characters, and there is none behind the last.
	if (last >= 0x10ffff || (last >= 0xd7ff && last < 0xe000)) return null
	return characters.join('') + String.fromCodePoint(last + 1)
}

/** What of the page lies between its beginning and its end. */
const between = (begins: Fragment, ends: Fragment, page = sql`e.page`): Fragment =>
	sql`substr(${page}, length(${begins}) + 1, length(${page}) - length(${begins}) - length(${ends}))`

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
function goalRows(goals: readonly Goal[]): Fragment {
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

/** Whether a page is on the path of a row `g` of `goalRows` that has wildcards. */
function onWildPath(page: Fragment): Fragment {
	const rest = between(sql`g.begins`, sql`g.ends`, page)
	return all(
		[
			sql`length(${page}) >= length(g.begins) + length(g.ends)`,
			sql`substr(${page}, 1, length(g.begins)) = g.begins`,
			sql`(g.ends = '' OR substr(${page}, -length(g.ends)) = g.ends)`,
			sql`(g.first IS NULL OR instr(${rest}, g.first) > 0)`,
			sql`(g.second IS NULL OR ${holdsBoth(rest, sql`g.first`, sql`g.second`)})`,
			sql`(g.holds IS NULL OR ${inOrder(rest, sql`g.holds`)})`,
		],
		'AND',
	)
}

/** What else an event has to be, besides its name and page. */
const REST_REACHED: Fragment = all(
	[
		sql`(g.scrolled IS NULL OR (e.scroll_depth >= g.scrolled AND e.scroll_depth <= 100))`,
		sql`(g.props IS NULL OR NOT EXISTS (SELECT 1 FROM json_each(g.props) AS p WHERE json_extract(e.props, p.key) IS NOT p.value))`,
	],
	'AND',
)

/** Whether the event `e` reaches the goal of a row `g` of `goalRows`. */
const REACHED: Fragment = all(
	[
		sql`g.name = e.name`,
		sql`(g.whole IS NULL OR g.whole = e.page)`,
		sql`(g.begins IS NULL OR (${onWildPath(sql`e.page`)}))`,
		REST_REACHED,
	],
	'AND',
)

/** Names of rows whose page tells which goals they reach; of all others the name alone does. */
const OF_PAGES = sql`('pageview', 'engagement')`

/** By what the rows of `goals` are found: an expression, since SQLite builds an index for it whatever it compares. */
const KEY = sql`CASE WHEN e.name IN ${OF_PAGES} THEN e.page ELSE e.name END`

/**
 * The table `goals`, to join events with by `REACHED_BY_PAGE`: a row for every goal and page that reaches it. Paths
 * with wildcards are weighed once a page of the range, not once an event.
 * @param from where those events are.
 * @param where which they are.
 */
export function goalTables(goals: readonly Goal[], from: Fragment, where: Fragment): Fragment[] {
	const kept = sql`label, currency, scrolled, props`
	// An event goal on page views is one on all pages.
	const wild = sql`SELECT name, ${kept}, coalesce(begins, '') AS begins, coalesce(ends, '') AS ends, first, second, holds FROM goal_rows WHERE whole IS NULL AND name IN ${OF_PAGES}`
	const branches = [
		sql`SELECT name, whole AS page, ${kept} FROM goal_rows WHERE whole IS NOT NULL`,
		sql`SELECT name, name AS page, ${kept} FROM goal_rows WHERE name NOT IN ${OF_PAGES}`,
		...(goals.some(isWild)
			? [
					sql`SELECT g.name, seen.page, g.label, g.currency, g.scrolled, g.props FROM (SELECT DISTINCT e.page AS page FROM ${from} e WHERE ${where} AND e.name IN ${OF_PAGES}) AS seen CROSS JOIN (${wild}) AS g WHERE ${onWildPath(sql`seen.page`)}`,
				]
			: []),
	]
	return [
		sql`goal_rows AS MATERIALIZED (${goalRows(goals)})`,
		sql`goals AS MATERIALIZED (${join(branches, ' UNION ALL ')})`,
	]
}

/** Whether the event `e` reaches the goal of a row `g` of `goals`. */
export const REACHED_BY_PAGE: Fragment = all(
	[sql`g.name = e.name`, sql`g.page = ${KEY}`, REST_REACHED],
	'AND',
)

/** Whether a goal has to be weighed against every page. */
export function isWild(goal: Goal): boolean {
	const { name, path } = reachOf(goal)
	return (name === 'pageview' || name === 'engagement') && (path === null || 'begins' in path)
}
