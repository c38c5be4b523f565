import { z } from 'zod'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import type { Goal, Segment } from '../model/goal.ts'
import { type Complain, parseFilters } from '../stats/filters.ts'
import { label, NAME_LENGTH, readBy } from './fields.ts'

/** What people say of a segment. */
export interface SegmentSettings extends Omit<Segment, 'id'> {
	shared: boolean
}

/** Bytes of a segment's filters as JSON: all of a site's are read with a question about it. */
const FILTERS_BYTES = 5_120

const fields = z.object({
	name: label(NAME_LENGTH),
	shared: z.boolean({ error: 'must be true or false' }).default(false),
	filters: z.array(z.unknown(), { error: 'must be a list of filters' }).min(1, {
		error: 'must hold at least one filter',
	}),
})

/**
 * Reads a segment. Its filters are those of the Stats API, but for other segments; faults are told as there,
 * one a line behind the JSON pointer to where it is.
 * @param goals the site's, which the filters may name.
 */
export function parseSegment(
	input: Record<string, unknown>,
	goals: readonly Goal[],
): Result<SegmentSettings, AppError> {
	const read = readBy(fields, input)
	if (!read.ok) return read
	const faults: string[] = []
	const complain: Complain = (pointer, text) => faults.push(`${pointer}: ${text}`)
	parseFilters(read.value.filters, false, complain, { goals, segments: [] })
	if (faults.length === 0 && Buffer.byteLength(JSON.stringify(read.value.filters)) > FILTERS_BYTES) {
		faults.push(`#/filters: must have at most ${FILTERS_BYTES} bytes as JSON`)
	}
	if (faults.length === 0) return ok(read.value)
	return fail({ kind: 'invalid', message: faults.slice(0, 20).join('\n'), field: 'filters' })
}
