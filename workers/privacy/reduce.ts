import type { Taken } from '../model/event.ts'
import type { Collect } from '../model/policy.ts'

/**
 * A hit as the site's owner wants it written. Pure. What need not be changed is not copied: the same object
 * comes back where the rules leave all of it alone.
 */
export function reduce<T extends Taken>(hit: T, collect: Collect): T {
	const vitals = collect.vitals ? hit.vitals : null
	const title = collect.titles ? hit.title : ''
	const props = collect.properties ? hit.props : null
	const language = collect.language ? hit.facts.language : ''
	const screenClass = collect.screen ? hit.facts.screenClass : ''
	if (
		vitals === hit.vitals &&
		title === hit.title &&
		props === hit.props &&
		language === hit.facts.language &&
		screenClass === hit.facts.screenClass
	) {
		return hit
	}
	return { ...hit, vitals, title, props, facts: { ...hit.facts, language, screenClass } }
}
