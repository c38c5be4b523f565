/**
 * How far a site's rollups are: what the keeper tells the question side. Before `to` every day of the site is
 * folded; a question adds those days up and reads the rest from raw rows.
 */
export interface Folded {
	/** IANA time zone that the days were cut in. */
	timezone: string
	/** Start of the first day whose sums are all there, ms since the epoch; 0 = none are gone. */
	from: number
	/** Start of the first day that is not folded, ms since the epoch. */
	to: number
	/**
	 * Days before `to` that must be read from raw rows together, half-open, ms since the epoch: somebody's visits
	 * cross their ends (cookies, named imports, a change of time zone), or they changed since they were folded.
	 */
	raw: { from: number; to: number } | null
	/**
	 * Days that should be read so and whose rows are gone: their sums are added up, which counts visitors and visits
	 * that cross their ends once a day. From 0 on: they were cut in another time zone as well.
	 */
	added: { from: number; to: number } | null
	/** Whether hours of the open day, which begins at `to`, are folded. */
	hours: boolean
	/** Seconds of all visits that began on the open day; null where nobody knows but their rows. */
	openSeconds: number | null
	/** Days from here to `to` have pairs of dimensions as well, ms since the epoch; null where none has. */
	pairsFrom: number | null
	/** The same for pairs with a source. */
	sourcesFrom: number | null
	/** Stretches of `days` days each whose sums stand beside those of their days, ms since the epoch; null = none. */
	stretches: { from: number; to: number; days: number } | null
	/** Events of a busy day of late, engagement left out: how much raw rows are. */
	eventsADay: number
	/** Days from `to` on may hold visitors of the raw days. */
	openIsMixed: boolean
}
