import type { Collect } from './policy.ts'

/**
 * What is left out while a team is far over its plan. Visitors, visits, page views and events are counted in full,
 * by day and by hour, whatever the level: only what tells more about them is left out, and in this order. Each level
 * leaves out what the one before it does.
 */
export const DETAIL_LEVELS = [
	{ level: 1, from: 120, without: 'cities and versions of browsers and systems' },
	{ level: 2, from: 150, without: 'properties of events' },
	{
		level: 3,
		from: 200,
		without: 'titles of pages, utm_content and utm_term, web vitals, screen and language',
	},
] as const

/** 0 = everything that the owner collects. */
export type DetailLevel = 0 | (typeof DETAIL_LEVELS)[number]['level']

/** The level of a team that has used this many per cent of its events. */
export const levelAt = (percent: number): DetailLevel =>
	DETAIL_LEVELS.findLast(({ from }) => percent >= from)?.level ?? 0

/** Tags that are kept at every level. */
const KEPT_TAGS = ['utm_source', 'source', 'ref', 'utm_medium', 'utm_campaign']

/** What may be written at a level: never more than the owner collects. */
export function narrowed(collect: Collect, level: number): Collect {
	if (level <= 0) return collect
	const less: Collect = {
		...collect,
		place: collect.place === 'city' ? 'region' : collect.place,
		versions: 'none',
	}
	if (level >= 2) less.properties = false
	if (level < 3) return less
	return {
		...less,
		...{ titles: false, vitals: false, screen: false, language: false },
		tags: collect.tags?.filter((tag) => KEPT_TAGS.includes(tag)) ?? KEPT_TAGS,
	}
}
