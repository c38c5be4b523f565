import { type AppError, fail, ok, type Result } from '../kit/result.ts'

const LIMIT = { default: 100, max: 1000 } as const

/** What a list's caller asks for: the entries behind one cursor or before one. */
export interface Paging {
	limit: number
	after: number | null
	before: number | null
}

export interface Page<T> {
	entries: T[]
	meta: { after: string | null; before: string | null; limit: number }
}

/** Reads `limit`, `after` and `before` of a query string; empty ones are as good as none. */
export function parsePaging(query: (name: string) => string | undefined): Result<Paging, AppError> {
	const [limit, after, before] = ['limit', 'after', 'before'].map((name) => whole(query(name)))
	if (limit === undefined || (limit !== null && (limit < 1 || limit > LIMIT.max))) {
		return fail({ kind: 'invalid', message: `limit: must be a whole number from 1 to ${LIMIT.max}` })
	}
	if (after === undefined || before === undefined || (after !== null && before !== null)) {
		const message = 'after, before: one of them may be given, as it was in an earlier answer'
		return fail({ kind: 'invalid', message })
	}
	return ok({ limit: limit ?? LIMIT.default, after, before })
}

/** One page of a list that comes newest first; a cursor is the number of the entry at the page's edge. */
export function pageOf<T extends { id: number }>(list: readonly T[], paging: Paging): Page<T> {
	const { limit, after, before } = paging
	const entries =
		before === null
			? list.filter(({ id }) => after === null || id < after).slice(0, limit)
			: list.filter(({ id }) => id > before).slice(-limit)
	const first = entries[0]
	const last = entries.at(-1)
	return {
		entries,
		meta: {
			after: last && list.some(({ id }) => id < last.id) ? String(last.id) : null,
			before: first && list.some(({ id }) => id > first.id) ? String(first.id) : null,
			limit,
		},
	}
}

/** Null where nothing is given, undefined where it is no whole number. */
function whole(text: string | undefined): number | null | undefined {
	if (text === undefined || text === '') return null
	return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
