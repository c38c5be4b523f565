/** What an owner's rules of retention are about. Counts of refused beacons follow the rule for rollups. */
export const RULES = ['events', 'visits', 'rollups'] as const
export type Rule = (typeof RULES)[number]

/**
 * How far back a site's rows reach: from these instants on (ms since the epoch) nothing of the kind was deleted.
 * 0 = nothing ever was.
 */
export type Reach = Record<Rule, number>

export const WHOLE: Reach = { events: 0, visits: 0, rollups: 0 }

/** From here on events and visits are both whole: what is read from raw rows may rely on them. */
export const rawReach = ({ events, visits }: Reach): number => Math.max(events, visits)
