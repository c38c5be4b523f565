import type { Goal } from '../model/goal.ts'
import type { Grain } from './buckets.ts'
import type { Condition, TextDimension } from './conditions.ts'
import type { Order } from './query.ts'
import type { Rates } from './rates.ts'
import type { Countable, Dimension } from './registry.ts'
import type { Range } from './zone.ts'

/**
 * What the question side asks of a store of traffic. D1 is the first; rollups and Analytics Engine answer the
 * same plans, and one contract suite runs on all.
 */
export interface StatsBackend {
	/** Answers plans, in order, in one round trip. @throws where the store does not answer. */
	answer(plans: readonly Plan[]): Promise<Table[]>
	/**
	 * Distinct stored values of dimensions within ranges, in one round trip, at most `MAX_VALUES` + 1 each.
	 * @throws where the store does not answer.
	 */
	values(asked: readonly ValuesOf[]): Promise<string[][]>
	/** Start of a site's oldest row, ms since the epoch; null where it has none. @throws as above. */
	oldest(site: number): Promise<number | null>
	/** How far back a plan can be answered; left out = all the way. */
	extentOf?(plan: Plan): Extent
}

/** How far back a plan can be answered (`extent.ts`). */
export interface Extent {
	/** From this instant on the plan can be answered, ms since the epoch; 0 = always. */
	since: number
	/** Days of it that are added up though visitors or visits cross their ends; see `Folded.added`. */
	added: Range | null
	/** Visitors are told from sketches of those days, and come near. */
	sketched?: true
}

/** Values that a filter can be tried on; a site with more has to ask for a shorter range. */
export const MAX_VALUES = 100_000

export interface ValuesOf {
	site: number
	range: Range
	dimension: TextDimension
}

/** One table to compute: what is asked, of which rows, in which order. */
export interface Plan {
	site: number
	/** Half-open, ms since the epoch. */
	range: Range
	/** No visit crosses the start of the range: none has to be looked for before it. */
	startsClean?: boolean
	/**
	 * `visits`: the question knows nothing of single events, rows come from visits that were active.
	 * `events`: rows come from the events that match, and visits are those that hold one.
	 */
	scope: 'visits' | 'events'
	dimensions: Dimension[]
	/** How time is cut, where one of the dimensions is time. */
	grain: Grain | null
	metrics: Countable[]
	/**
	 * What rows by `event:goal` are by. An event counts under every one of these that it reaches, and no other
	 * event counts. Empty without that dimension, or where the site has none.
	 */
	goals: readonly Goal[]
	/**
	 * Engagement beacons match too, where all conditions (and the goal of the row) hold for them: a scroll goal is
	 * asked for. Of those `events` counts each visit once a row.
	 */
	scrolls: boolean
	/** How money is counted; null: metrics of money are null. */
	revenue: Revenue | null
	/** The visitors that `group_conversion_rate` divides by, on the dimensions that the two plans share. */
	groups: Plan | null
	/** All must hold. */
	conditions: Condition[]
	/** Conditions on the entry page that bounce rate alone obeys (a filter on event:page). */
	entered: Condition[]
	order: Order[]
	limit: number
	offset: number
	/** Also count the rows before pagination. */
	totalRows: boolean
	/** Keep only rows with these values, dimension by dimension; null: all. */
	only: string[][] | null
}

/** Which amounts count, and in which currency. */
export interface Revenue {
	/** The goals that earn: an event's amount counts where it reaches one of them. */
	goals: readonly Goal[]
	/** ISO 4217; null where rows are by goal and each goal has its own. */
	currency: string | null
	/** For the days of the range. */
	rates: Rates
}

/** The answer to a plan. */
export interface Table {
	rows: Row[]
	/** Rows before pagination, where the plan asked for them. */
	totalRows: number | null
	/** Where it comes from sampled rows, or comes near only. */
	sampling?: Sampling
}

/** How far an answer may be off. */
export interface Sampling {
	/** Events that the least kept row stands for: 1 where every event was read. */
	interval: number
	/**
	 * Half the width of the 95 % interval of each metric, row by row, in the metric's own unit; 0 where it is
	 * exact, null where sampling leaves nothing to say.
	 */
	margins: (number | null)[][]
	/**
	 * Metrics for which something near is counted. Their margins are about the sample alone: by how much the rule
	 * itself misses is not known.
	 */
	approximate: string[]
}

export interface Row {
	/** In the order of the plan; a time bucket by its number. */
	dimensions: (string | number)[]
	/** In the order of the plan. A share is given as its count, money in thousandths. */
	metrics: (number | null)[]
}
