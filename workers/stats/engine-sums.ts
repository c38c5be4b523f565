import { WEIGHT } from './engine-rows.ts'
import { type Fragment, name, sql } from './sql.ts'

/**
 * Sums of sampled rows with what is needed to say how far they may be off.
 *
 * A row is kept with probability 1/w and says w of itself. The sum of w·x over kept rows is right on average
 * (Horvitz and Thompson 1952), and where rows are kept independently of each other the sum of w·(w − 1)·x² over
 * kept rows estimates its variance, that of w·(w − 1)·x·y the covariance of two such sums (Särndal, Swensson and
 * Wretman 1992, Model Assisted Survey Sampling, 3.5). Where every row is kept, both are 0.
 */
export interface Sum {
	/** Column of the sum; its variance is in `v_…`. */
	name: string
	/** What a row adds: a number, 0 or more, or less. */
	of: Fragment
	/** The sum it is divided by, where the covariance is wanted: column `c_…`. */
	by?: Fragment
}

/** The columns of sums over rows. */
export const columnsOf = (sums: readonly Sum[], prefix: '' | 'i_' = ''): Fragment[] =>
	sums.flatMap(({ name: column, of, by }) => [
		sql`sum(${WEIGHT} * ${of}) AS ${name(`${prefix}${column}`)}`,
		sql`sum(${WEIGHT} * (${WEIGHT} - 1) * ${of} * ${of}) AS ${name(`${prefix}v_${column}`)}`,
		...(by ? [sql`sum(${WEIGHT} * (${WEIGHT} - 1) * ${of} * ${by}) AS ${name(`${prefix}c_${column}`)}`] : []),
	])

/** 1 where a condition holds, else 0. */
export const oneIf = (condition: Fragment): Fragment => sql`if(${condition}, 1, 0)`
