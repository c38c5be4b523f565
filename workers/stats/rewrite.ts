import { type Filter, testsOf } from './filters.ts'
import type { Query } from './query.ts'
import { type Dimension, dimensionOf } from './registry.ts'

/** Filters that a query means beyond those it says. */
export interface Meant {
	filters: Filter[]
	/** What bounce rate obeys besides: the visit has to have entered on the page that is asked for. */
	entered: Filter[]
}

/** With a host name filter, rows of these tell of visits that entered (or left) on that host. */
const HOST_OF: Readonly<Record<string, string>> = {
	'visit:source': 'visit:entry_page_hostname',
	'visit:channel': 'visit:entry_page_hostname',
	'visit:referrer': 'visit:entry_page_hostname',
	'visit:utm_source': 'visit:entry_page_hostname',
	'visit:utm_medium': 'visit:entry_page_hostname',
	'visit:utm_campaign': 'visit:entry_page_hostname',
	'visit:utm_content': 'visit:entry_page_hostname',
	'visit:utm_term': 'visit:entry_page_hostname',
	'visit:entry_page': 'visit:entry_page_hostname',
	'visit:exit_page': 'visit:exit_page_hostname',
}

/** Spells out what a query's filters mean. */
export function meant(query: Query): Meant {
	const hosts = new Set(query.dimensions.flatMap(({ name }) => HOST_OF[name] ?? []))
	const hostFilters = query.filters.filter((filter) => isOnly(filter, 'event:hostname'))
	const pageFilters = query.filters.filter((filter) => isOnly(filter, 'event:page'))
	const onHosts = [...hosts].flatMap((host) => hostFilters.map((filter) => on(filter, known(host))))
	return {
		filters: [...query.filters, ...onHosts],
		entered: pageFilters.map((filter) => on(filter, known('visit:entry_page'))),
	}
}

/** Whether a filter of the top level tests this dimension and nothing else. */
function isOnly(filter: Filter, name: string): boolean {
	const tests = [...testsOf([filter], true)]
	return tests.length > 0 && !holdsDone(filter) && tests.every((test) => test.dimension.name === name)
}

function holdsDone(filter: Filter): boolean {
	if (filter.kind === 'not') return holdsDone(filter.filter)
	if (filter.kind === 'test' || filter.kind === 'goal') return false
	return filter.kind === 'done' || filter.filters.some(holdsDone)
}

/** The same filter on another dimension. */
function on(filter: Filter, dimension: Dimension): Filter {
	switch (filter.kind) {
		case 'test':
			return { ...filter, dimension }
		case 'goal':
			return filter
		case 'not':
		case 'done':
			return { ...filter, filter: on(filter.filter, dimension) }
		case 'and':
		case 'or':
			return { ...filter, filters: filter.filters.map((one) => on(one, dimension)) }
	}
}

function known(name: string): Dimension {
	const dimension = dimensionOf(name, false)
	if (!dimension) throw new Error(`${name} is not in the registry`)
	return dimension
}
