import type { ResultRow } from './ask.ts'
import type { Filter } from './filters.ts'
import { codeOf, learnRegion, nameOf } from './names.ts'
import type { Tab } from './panels.ts'

/** A row of a panel as it is shown. */
export interface Row {
	/** Unlike any other of the list. */
	id: string
	name: string
	/** Code of the country, where it is a place. Flags are not in every system's fonts. */
	code: string
	/** Said quietly behind the name. */
	more: string
	metrics: (number | null)[]
	/** What a click on the row filters by. */
	filters: Filter[]
	/** Where the thing itself is; null where it is none of the web. */
	link: string | null
}

/** What the API calls an empty value: real rows, but nothing that has a page of its own. */
const BLANK = /^(\(not set\)|\(none\)|Direct \/ None|Direct)$/

/** Makes rows of an answer's lines. */
export function rowsOf(tab: Tab, results: readonly ResultRow[], domain: string): Row[] {
	const [first, second] = tab.dimensions
	return results.map(({ dimensions, metrics }) => {
		const [value = '', beside = ''] = dimensions
		if (second === 'visit:region_name') learnRegion(value, beside)
		const country = first === 'visit:country' ? value : second === 'visit:country' ? beside : ''
		const filters: Filter[] = [{ operator: 'is', dimension: first, values: [value] }]
		// There is a Paris in Texas: a city is told by its country too.
		if (second === 'visit:country') filters.push({ operator: 'is', dimension: second, values: [beside] })
		return {
			id: JSON.stringify(dimensions),
			name: nameOf(first, value),
			code: codeOf(first === 'visit:region' ? value.slice(0, 2) : country),
			more: second === 'visit:country' && !BLANK.test(beside) ? nameOf(second, beside) : '',
			metrics,
			filters,
			link: linkOf(first, value, domain),
		}
	})
}

function linkOf(dimension: Tab['dimensions'][0], value: string, domain: string): string | null {
	if (BLANK.test(value)) return null
	switch (dimension) {
		case 'event:page':
		case 'visit:entry_page':
		case 'visit:exit_page':
			return value.startsWith('/') ? `https://${domain}${value}` : null
		case 'visit:referrer':
			return /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/\S*)?$/i.test(value) ? `https://${value}` : null
		default:
			return null
	}
}
