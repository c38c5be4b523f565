import { type AppError, fail, ok, type Result } from '../kit/result.ts'

/**
 * The filters of the older statistics API: `visit:source==Google|Bing;event:page!=/blog*`. Made into the one
 * filter grammar, which judges names, bounds and what may stand beside what.
 */
export function filtersOf(text: string): Result<unknown[], AppError> {
	const filters: unknown[] = []
	for (const part of text.split(';')) {
		if (part.trim() === '') continue
		const filter = filterOf(part)
		if (filter === null) {
			const message = `filters: "${part.trim().slice(0, 200)}" is not of the form property==value or property!=value`
			return fail({ kind: 'invalid', message })
		}
		filters.push(filter)
	}
	return ok(filters)
}

function filterOf(part: string): unknown[] | null {
	const [, name, operator, values] = /^([^=!]+)(==|!=)(.+)$/s.exec(part)?.map((one) => one.trim()) ?? []
	if (!name || !operator || !values) return null
	const clauses = values.split(/(?<!\\)\|/).map((one) => one.replaceAll('\\|', '|'))
	if (clauses.includes('')) return null
	const not = operator === '!=' ? '_not' : ''
	// The names of goals hold stars of their own: `Visit /blog*`.
	if (name === 'event:goal' || !values.includes('*')) return [`is${not}`, name, clauses]
	const parts = clauses.map((one) => /^\*+([^*]+)\*+$/.exec(one)?.[1])
	if (parts.every((one) => one !== undefined)) return [`contains${not}`, name, parts]
	return [`matches${not}`, name, clauses.map(patternOf)]
}

/** A text with stars as a pattern of RE2 for the whole value. */
const patternOf = (text: string): string => `^(?s:${text.split(/\*+/).map(literal).join('.*')})$`

const literal = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')
