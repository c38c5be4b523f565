import { fits, type Wildcard, wildcardOf } from '../kit/wildcard.ts'
import { type Facts, factsOf, type Taken } from '../model/event.ts'
import type { Collect } from '../model/policy.ts'
import { redact } from './redact.ts'

/**
 * A hit as the site's owner wants it written. Pure, and doing it twice changes nothing. What need not be changed is
 * not copied: the same object comes back where the rules leave all of it alone.
 */
export function reduce<T extends Taken>(hit: T, collect: Collect): T {
	const facts = reduceFacts(hit.facts, collect)
	const page = reducePage(hit.page, collect)
	const title = collect.titles ? redact(hit.title, collect.redact) : ''
	const props = collect.properties ? reduceProps(hit.props, collect) : null
	const vitals = collect.vitals ? hit.vitals : null
	if (
		facts === hit.facts &&
		page === hit.page &&
		title === hit.title &&
		props === hit.props &&
		vitals === hit.vitals
	) {
		return hit
	}
	return { ...hit, facts, page, title, props, vitals }
}

/**
 * A page's path: identifiers go first, then the first rule that fits names what is kept instead. What a rule has
 * named is left alone, or a second time another rule might take it further. A visit without a page has a blank.
 */
export function reducePage(page: string, collect: Collect): string {
	const { kept, paths } = rulesOf(collect)
	if (page === '' || kept.has(page)) return page
	const text = redact(page, collect.redact)
	return paths.find(({ match }) => fits(match, text))?.keep ?? text
}

/** The facts of a visit or an event by the same rules. */
export function reduceFacts(facts: Facts, collect: Collect): Facts {
	const rules = rulesOf(collect)
	let changed: Facts | null = null
	const keep = (name: keyof Facts, value: string): void => {
		if (facts[name] === value) return
		changed ??= factsOf(facts)
		changed[name] = value
	}
	for (const name of rules.dropped) keep(name, '')
	// The name of an unknown source is its tag, letter by letter: it goes with it.
	if (rules.dropped.includes('utmSource') && facts.source === facts.utmSource) keep('source', '')
	else keep('source', redact(facts.source, collect.redact))
	for (const name of rules.redacted) keep(name, redact(facts[name], collect.redact))
	if (collect.referrer === 'host') keep('referrer', redact(hostOf(facts.referrer), collect.redact))
	if (collect.versions === 'major') {
		keep('browserVersion', majorOf(facts.browserVersion))
		keep('osVersion', majorOf(facts.osVersion))
	}
	return changed ?? facts
}

/**
 * The law's rule that a visit was decided by, as far as it tells no more of a place than may be kept: its key is a
 * country or a part of one.
 */
export function reduceRule(rule: string, { place }: Pick<Collect, 'place'>): string {
	if (place === 'none') return ''
	const hyphen = place === 'country' ? rule.indexOf('-') : -1
	return hyphen < 0 ? rule : rule.slice(0, hyphen)
}

function reduceProps(props: Taken['props'], collect: Collect): Taken['props'] {
	if (props === null) return null
	let changed: Record<string, string> | null = null
	for (const [name, value] of Object.entries(props)) {
		const kept = redact(value, collect.redact)
		if (kept === value) continue
		// Not by assignment: a property may be called `__proto__`.
		changed ??= Object.fromEntries(Object.entries(props))
		Object.defineProperty(changed, name, {
			value: kept,
			enumerable: true,
			writable: true,
			configurable: true,
		})
	}
	return changed ?? props
}

/** `android-app://name` and `host/path` both: the path is what follows the host. */
function hostOf(referrer: string): string {
	const scheme = referrer.indexOf('://')
	const slash = referrer.indexOf('/', scheme < 0 ? 0 : scheme + 3)
	return slash < 0 ? referrer : referrer.slice(0, slash)
}

const majorOf = (version: string): string => {
	const dot = version.indexOf('.')
	return dot < 0 ? version : version.slice(0, dot)
}

interface Rules {
	paths: { match: Wildcard; keep: string }[]
	/** What path rules have named. */
	kept: ReadonlySet<string>
	/** Facts that are never kept. */
	dropped: readonly (keyof Facts)[]
	/** Facts whose texts strangers make up. */
	redacted: readonly (keyof Facts)[]
}

/** Rules made ready for hits. A policy's object stays the same until the next one comes. */
const made = new WeakMap<Collect, Rules>()

function rulesOf(collect: Collect): Rules {
	const known = made.get(collect)
	if (known) return known
	const dropped = droppedBy(collect)
	const { email, uuid, numbers } = collect.redact
	const rules = {
		paths: collect.paths.map(({ match, keep }) => ({ match: wildcardOf(match), keep })),
		kept: new Set(collect.paths.map(({ keep }) => keep)),
		dropped,
		redacted: email || uuid || numbers ? REDACTED.filter((name) => !dropped.includes(name)) : [],
	}
	made.set(collect, rules)
	return rules
}

const REDACTED: readonly (keyof Facts)[] = [
	...(['referrer', 'utmSource', 'utmMedium', 'utmCampaign', 'utmContent', 'utmTerm'] as const),
]

/** Names of the query parameters that feed a fact: an owner who allows one of them keeps the fact. */
const TAGS = {
	utmSource: ['utm_source', 'source', 'ref'],
	utmMedium: ['utm_medium'],
	utmCampaign: ['utm_campaign'],
	utmContent: ['utm_content'],
	utmTerm: ['utm_term'],
} as const satisfies Partial<Record<keyof Facts, readonly string[]>>

const PLACES = {
	city: [],
	region: ['city'],
	country: ['city', 'region'],
	none: ['city', 'region', 'country'],
} as const satisfies Record<Collect['place'], readonly (keyof Facts)[]>

function droppedBy({ place, versions, referrer, language, screen, tags }: Collect): (keyof Facts)[] {
	const dropped: (keyof Facts)[] = [...PLACES[place]]
	if (versions === 'none') dropped.push('browserVersion', 'osVersion')
	if (referrer === 'none') dropped.push('referrer')
	if (!language) dropped.push('language')
	if (!screen) dropped.push('screenClass')
	for (const name of Object.keys(TAGS) as (keyof typeof TAGS)[]) {
		if (tags && !TAGS[name].some((tag) => tags.includes(tag))) dropped.push(name)
	}
	return dropped
}
