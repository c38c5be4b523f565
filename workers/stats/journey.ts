import { fail, ok, type Result } from '../kit/result.ts'
import { type Asked, type Gone, guarded, rowsOf, shareOf, subjectOf, TOO_MUCH } from './explore.ts'
import { type Pages, pagesOf } from './journey-d1.ts'
import {
	type Count,
	type Direction,
	type Step,
	stepsOf,
	visitsOf,
	type Walkers,
	walkOf,
} from './journey-walks.ts'
import type { QuerySite } from './run.ts'

/**
 * Journeys: which pages visits went on to, step by step, from their first view of a page or from their beginning;
 * or which they came over on their way to it. A page viewed again right behind itself is no step. Custom events
 * are none either. Filters select page views, and nothing else is looked at; page views of the same millisecond
 * are in the order of their numbers. What a visit did outside the range is not seen.
 */
export interface JourneyAsked extends Asked {
	/** A page's whole path; null: the beginning of the visit. */
	page: string | null
	/** `previous` needs a page. */
	direction: Direction
	/** Steps, 1 to 10. */
	depth: number
	/** Pages that are told by name in each step, 1 to 50. */
	limit: number
}

export interface JourneyResult extends Gone {
	/** What all journeys begin with. */
	start: Count & { page: string | null }
	/** As far as anybody went, nearest first. */
	steps: JourneyStep[]
	/**
	 * Null: every visit was counted. Else one of `every` visitors, drawn by their random numbers, was, with all of
	 * their visits, and all figures are multiplied by that.
	 */
	sampled: { every: number } | null
	query: {
		date_range: [string, string]
		filters: unknown
		page: string | null
		direction: Direction
		depth: number
		limit: number
	}
}

/** `percentage`: of the visits that took the step before, 1 decimal. */
type Part = Count & { percentage: number }

export interface JourneyStep {
	pages: (Part & { page: string })[]
	/** All other pages of this step together, and how many they are. */
	others: Part & { pages: number }
	/** Visits that took the step before and ended with it (`previous`: that began with it). */
	left: Part
	links: Step['links']
}

/** Different visits that are read for an answer: `MOST_VISITS` and what chance adds to a sample. */
const MOST_PAGES = 80_000

/** Follows journeys. Never throws for what a caller sends. */
export function journey(
	db: D1Database,
	site: QuerySite,
	asked: JourneyAsked,
	now: number,
): Promise<Result<JourneyResult>> {
	return guarded(site, async () => {
		const subject = await subjectOf(db, site, asked, now)
		if (!subject.ok) return subject
		const { page, direction, depth, limit } = asked
		const statement = pagesOf(subject.value, page, direction, MOST_PAGES + 1)
		const [found = []] = await rowsOf<Pages>(db, [statement])
		if (found.length > MOST_PAGES) return fail(TOO_MUCH)
		const every = found[0]?.every ?? 1
		const walkers = found.map((one) => walkersOf(one, asked))
		const visits = walkers.reduce((sum, one) => sum + one.walks.length * one.visitors, 0)
		const visitors = walkers.reduce((sum, one) => sum + (one.walks.length > 0 ? one.visitors : 0), 0)
		const steps = stepsOf(walkers, depth, limit)
		return ok({
			start: { page, ...times({ visits, visitors }, every) },
			steps: steps.map((step, i) => toldStep(step, visitsBefore(steps[i - 1], visits), every)),
			sampled: every === 1 ? null : { every },
			query: {
				date_range: subject.value.dateRange,
				filters: asked.filters ?? [],
				page,
				direction,
				depth,
				limit,
			},
			...subject.value.gone,
		})
	})
}

function walkersOf({ pages, visitors }: Pages, { page, direction, depth }: JourneyAsked): Walkers {
	const walks = visitsOf(pages, direction).flatMap((visit) => {
		const walk = walkOf(visit, page, direction, depth)
		return walk === null ? [] : [walk]
	})
	return { walks, visitors }
}

const visitsBefore = (step: Step | undefined, start: number): number =>
	step ? step.pages.reduce((sum, one) => sum + one.visits, step.others.visits) : start

const times = ({ visits, visitors }: Count, every: number): Count => ({
	visits: visits * every,
	visitors: visitors * every,
})

function toldStep({ pages, others, ended, links }: Step, before: number, every: number): JourneyStep {
	const part = (count: Count): Part => ({
		...times(count, every),
		percentage: shareOf(count.visits, before, 1),
	})
	return {
		pages: pages.map((one) => ({ page: one.page, ...part(one) })),
		others: { pages: others.pages, ...part(others) },
		left: part(ended),
		links: links.map((link) => ({ ...link, visits: link.visits * every })),
	}
}
