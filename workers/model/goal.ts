/**
 * What an owner wants to see happen. Evaluated on stored events, so a goal made today counts in the past as
 * well. The catalog keeps goals, the question side reads them: this is the word they share.
 */
export type Goal = {
	/** Unique within Jitt. */
	id: number
	/** Shown in answers, unique within the site: `Visit /checkout`, `Sign up`. */
	name: string
	/** All must hold on the same event: name of the property and its exact value. */
	props: Readonly<Record<string, string>>
	/** ISO 4217, upper case, where the goal earns money: amounts in other currencies are converted to it. */
	currency: string | null
} & GoalKind

export type GoalKind =
	/** A page view whose whole path matches; `*` is any run of characters, slashes included. */
	| { kind: 'page'; path: string }
	/** A custom event of exactly this name. */
	| { kind: 'event'; event: string }
	/** Scrolled to at least so many per cent (1–100) of a page that matches; at most once a visit. */
	| { kind: 'scroll'; path: string; threshold: number }

/** A saved set of filters. `filters` is a list in the grammar of the Stats API v2, without segments in it. */
export interface Segment {
	/** Unique within Jitt. */
	id: number
	name: string
	filters: unknown[]
}

/** A step of a funnel as people say it: one of the site's goals by its number, a path with wildcards, or an event. */
export type FunnelStep = { goal: number } | { page: string } | { event: string }
