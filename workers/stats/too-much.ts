/** A question that is understood and would take longer than any store has time. */
export class TooMuch extends Error {
	constructor() {
		super(
			'#/date_range: The goals of this question have to be compared with too many pages: ask for a shorter range, for fewer goals with wildcards, or add filters',
		)
	}
}
