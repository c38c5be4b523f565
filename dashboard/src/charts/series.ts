import type { LabelUnit } from '../format.ts'

/** A line over time, and the one it is compared with. Buckets stand side by side, also where clocks change. */
export interface Series {
	unit: LabelUnit
	/** Bucket labels in local time: `2026-11-24` or `2026-11-24 14:00:00`. */
	labels: string[]
	/** Null: nothing to tell, as in the future. */
	values: (number | null)[]
	/** Index of the bucket that is not over yet; null where all are. */
	running: number | null
	compare: { labels: string[]; values: (number | null)[] } | null
}

/** Rows as the API answers them: empty buckets are left out. */
interface Rows {
	labels: readonly string[]
	rows: readonly { dimensions: string[]; metrics: (number | null)[] }[]
}

interface Options {
	unit: LabelUnit
	/** Label of the bucket that runs or ran last; null where all of them are still to come. */
	runningLabel: string | null
	/** What an empty bucket means: a count of zero, or no rate at all. */
	empty: 0 | null
}

/** Makes a line of an answer: every bucket in its place, nothing in the future. */
export function seriesOf(main: Rows, compare: Rows | null, { unit, runningLabel, empty }: Options): Series {
	const labels = [...main.labels]
	const last = labels.length - 1
	const running = runningLabel === null ? -1 : labels.indexOf(runningLabel)
	const values = valuesOf(main, empty).map((value, i) => (i > running && running >= 0 ? null : value))
	return {
		unit,
		labels,
		values: runningLabel === null ? labels.map(() => null) : values,
		running: running >= 0 ? running : null,
		compare: compare && {
			labels: compare.labels.slice(0, last + 1),
			values: valuesOf(compare, empty).slice(0, last + 1),
		},
	}
}

function valuesOf({ labels, rows }: Rows, empty: 0 | null): (number | null)[] {
	const known = new Map(rows.map((row) => [row.dimensions[0], row.metrics[0] ?? null]))
	return labels.map((label) => (known.has(label) ? (known.get(label) ?? null) : empty))
}

/**
 * The line in two: what is over, and the last stretch to the bucket that runs, which is drawn as a dash because
 * it will still change.
 */
export function parts({ values, running }: Series): { over: (number | null)[]; open: (number | null)[] } {
	if (running === null) return { over: values, open: values.map(() => null) }
	return {
		over: values.map((value, i) => (i < running ? value : null)),
		open: values.map((value, i) => (i === running || i === running - 1 ? value : null)),
	}
}

/** The top of the value axis: the next round number above everything that is drawn, never below `least`. */
export function roundTop(largest: number, steps: readonly number[], least: number): number {
	const wanted = Math.max(largest, least)
	for (let power = 1; power < 1e15; power *= 10) {
		for (const step of steps) if (step * power >= wanted) return step * power
	}
	return wanted
}
