import { type Counts, type Release, sumOf } from './suppress.ts'
import { PUBLIC_METRICS, type PublicMetric, type PublicQuestion } from './suppress-question.ts'
import type { Unit } from './suppress-units.ts'

export interface PublicRow {
	dimensions: string[]
	/** Null: fewer than k visitors, or not among what is shown. */
	metrics: (number | null)[]
	/** The cells that are folded, together. */
	other?: true
	/** Why metrics are null. */
	suppressed?: true
}

export const OTHER = '(other)'

/** Every row of an answer: sums of what is released, and nothing else. */
export function rowsOf(
	{ metrics, rows, values, dimension }: PublicQuestion,
	units: readonly Unit[],
	releases: ReadonlyMap<Unit, Release | null>,
): PublicRow[] {
	const told = (dimensions: string[], parts: readonly Counts[]): PublicRow => {
		if (parts.length === 0) return { dimensions, metrics: metrics.map(() => null), suppressed: true }
		const counts = sumOf(parts)
		const metric = (one: PublicMetric) => counts[PUBLIC_METRICS[one]]
		return {
			dimensions,
			metrics: metrics.map((one) => {
				const value = metric(one)
				return value === null ? null : Math.round(value)
			}),
		}
	}
	const published = (some: readonly Unit[]) => some.flatMap((unit) => releases.get(unit) ?? [])
	const wanted = (one: Release): Counts[] =>
		dimension && values
			? one.shown.filter(({ value }) => values.includes(value)).map(({ counts }) => counts)
			: [one.total]
	if (rows === 'total') return [told([], published(units).flatMap(wanted))]
	if (rows !== 'values') {
		const labels = new Map<string, Unit[]>()
		for (const unit of units) {
			const label = rows === 'time:month' ? `${unit.from.slice(0, 8)}01` : unit.from
			labels.set(label, [...(labels.get(label) ?? []), unit])
		}
		return [...labels].map(([label, some]) => told([label], published(some).flatMap(wanted)))
	}
	const byValue = new Map<string, Counts[]>()
	for (const { value, counts } of published(units).flatMap(({ shown }) => shown)) {
		if (!values || values.includes(value)) byValue.set(value, [...(byValue.get(value) ?? []), counts])
	}
	const others = values ? [] : published(units).flatMap(({ other }) => other ?? [])
	// Whoever saw a folded page saw shown ones too: the total leaves nobody over.
	const unknown = (i: number): boolean => dimension === 'event:page' && metrics[i] === 'visitors'
	const otherOf = (row: PublicRow): PublicRow => ({
		...row,
		metrics: row.metrics.map((value, i) => (unknown(i) ? null : value)),
		other: true,
	})
	const size = (parts: readonly Counts[]) => sumOf(parts).visitors
	return [
		...[...byValue]
			.sort((a, b) => size(b[1]) - size(a[1]) || (a[0] < b[0] ? -1 : 1))
			.map(([value, parts]) => told([value], parts)),
		...(others.length > 0 ? [otherOf(told([OTHER], others))] : []),
	]
}
