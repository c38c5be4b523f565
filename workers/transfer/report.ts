/** What became of one part of an import, as the caller reads it. */
export interface ImportReport {
	import: string
	part: number
	/** Lines that are not blank: kept + dropped + errors_total. */
	lines: number
	kept: number
	dropped: number
	/** Dropped lines by reason. */
	reasons: Record<string, number>
	/** Lines that could not be read, the first thousand of them. */
	errors: { line: number; error: string }[]
	errors_total: number
}

const MAX_ERRORS = 1000

/** Counts while an import runs. */
export class Report {
	readonly #report: ImportReport

	constructor(key: string, part: number) {
		this.#report = {
			import: key,
			part,
			lines: 0,
			kept: 0,
			dropped: 0,
			reasons: {},
			errors: [],
			errors_total: 0,
		}
	}

	line(): void {
		this.#report.lines++
	}

	kept(count: number): void {
		this.#report.kept += count
	}

	dropped(reason: string): void {
		this.#report.dropped++
		this.#report.reasons[reason] = (this.#report.reasons[reason] ?? 0) + 1
	}

	error(line: number, error: string): void {
		this.#report.errors_total++
		if (this.#report.errors.length < MAX_ERRORS) this.#report.errors.push({ line, error })
	}

	get value(): ImportReport {
		return this.#report
	}
}
