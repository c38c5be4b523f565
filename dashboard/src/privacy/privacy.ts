import type { Privacy } from '../../../workers/model/policy.ts'

/** An owner's choices as the Sites API tells and takes them. */
export type PrivacyFields = Omit<Privacy, 'visitDays' | 'rollupDays'> & {
	visit_days: number | null
	rollup_days: number | null
}

/** What a request may change: lists replace those before, the rest is added. */
export type PrivacyChange = Partial<Omit<PrivacyFields, 'collect' | 'screen'>> & {
	collect?: Partial<PrivacyFields['collect']>
	screen?: Partial<PrivacyFields['screen']>
}

/** Path rules as people write them: `/user/* → /user/:id`, one a line; `->` will do. */
export const pathLines = (paths: Privacy['collect']['paths']): string =>
	paths.map(({ match, keep }) => `${match} → ${keep}`).join('\n')

/** The rules of such lines; null where a line is none. */
export function pathRules(lines: readonly string[]): Privacy['collect']['paths'] | null {
	const rules = lines.map((line) => {
		const [match = '', keep = '', more] = line.split(/\s*(?:→|->)\s*/)
		return more === undefined && match.startsWith('/') && keep.startsWith('/') ? { match, keep } : null
	})
	return rules.every((rule) => rule !== null) ? rules : null
}
