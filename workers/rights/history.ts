import { privacyOf } from '../model/policy.ts'
import type { Subject } from './subject.ts'

/** What a version of a policy changed against the one before. */
export interface Change {
	/** Dotted name as the API has it: `retention_days`, `privacy.collect.place`. */
	what: string
	from: unknown
	to: unknown
}

export interface Version {
	version: number
	/** ISO 8601, UTC. */
	since: string
	/** Empty where what changed is no rule about visitors (a new name, a new token). */
	changes: Change[]
}

/** Every version of a site's policy, oldest first. */
export function versionsOf({ history }: Subject): Version[] {
	let before: Map<string, unknown> | null = null
	return history.map((policy) => {
		const { visitDays: visit_days, rollupDays: rollup_days, ...rest } = privacyOf(policy.privacy)
		const after = flat({
			mode: policy.mode,
			retention_days: policy.retentionDays,
			privacy: { ...rest, visit_days, rollup_days },
		})
		const changes = before ? differences(before, after) : []
		before = after
		return { version: policy.version, since: policy.at.toISOString(), changes }
	})
}

function differences(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): Change[] {
	return [...new Set([...before.keys(), ...after.keys()])]
		.filter((what) => JSON.stringify(before.get(what)) !== JSON.stringify(after.get(what)))
		.map((what) => ({ what, from: shown(what, before.get(what)), to: shown(what, after.get(what)) }))
}

/** Members by their dotted names; lists are values. */
function flat(value: object, prefix = ''): Map<string, unknown> {
	const entries = Object.entries(value).flatMap(([name, inner]: [string, unknown]): [string, unknown][] =>
		typeof inner === 'object' && inner !== null && !Array.isArray(inner)
			? [...flat(inner, `${prefix}${name}.`)]
			: [[prefix + name, inner]],
	)
	return new Map(entries)
}

/** Lists of an owner's rules may name people and pages that are nobody's business: only how many there are. */
export const shown = (what: string, value: unknown): unknown =>
	Array.isArray(value) && what !== 'privacy.collect.tags' ? `${value.length} rules` : value
