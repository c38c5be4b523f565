import type { Goal } from '../model/goal.ts'

/**
 * What it takes to reach a goal, in the terms of one event's row. Every backend spells these four conditions;
 * the definitions are those of `model/goal.ts`.
 */
export interface Reach {
	/** The event's name; null where no event can have it. */
	name: string | null
	path: PathPattern | null
	/** The row's scroll depth is from this to 100; null where it does not matter. */
	scrolled: number | null
	/** All of these properties have exactly these values. */
	props: [string, string][]
}

/** A path: the whole of it, or what it begins with, holds in this order, and ends with. */
export type PathPattern = { whole: string } | { begins: string; holds: string[]; ends: string }

/** The conditions of a goal. */
export function reachOf(goal: Goal): Reach {
	const props = Object.entries(goal.props)
	switch (goal.kind) {
		case 'page':
			return { name: 'pageview', path: patternOf(goal.path), scrolled: null, props }
		case 'event':
			// Engagement beacons are no events.
			return { name: goal.event === 'engagement' ? null : goal.event, path: null, scrolled: null, props }
		case 'scroll':
			return { name: 'engagement', path: patternOf(goal.path), scrolled: goal.threshold, props }
	}
}

/** Reads a path with wildcards; `*` is any run of characters, slashes included. */
export function patternOf(path: string): PathPattern {
	const [begins = '', ...rest] = path.split('*')
	const ends = rest.pop()
	if (ends === undefined) return { whole: begins }
	return { begins, holds: rest.filter((part) => part !== ''), ends }
}

/** Whether engagement beacons may reach one of the goals. */
export const anyScrolls = (goals: readonly Goal[]): boolean => goals.some(({ kind }) => kind === 'scroll')
