import { fits, type Wildcard, wildcardOf } from '../kit/wildcard.ts'
import type { Hit } from '../model/event.ts'
import type { Screen } from '../model/policy.ts'
import { type Block, blockOf, bytesOf, holds } from './network.ts'

/** Why a hit is held back; stored with it and shown to the owner. Order matters to nobody but the reader. */
export const HELD_REASONS = [
	'hosting',
	'spam_referrer',
	'suspect_agent',
	'address',
	'agent',
	'country',
	'hostname',
	'page',
] as const
export type HeldReason = (typeof HELD_REASONS)[number]

/** What of a hit the rules look at. */
export type Screened = Pick<Hit, 'suspects' | 'origin' | 'hostname' | 'page'> & {
	facts: Pick<Hit['facts'], 'country'>
}

/**
 * All reasons to hold a hit back, by the site's rules; none = it is counted. Pure; address and agent are compared
 * and let go.
 */
export function heldFor(hit: Screened, screen: Screen): HeldReason[] {
	const rules = rulesOf(screen)
	const reasons: HeldReason[] = []
	if (screen.hosting && hit.suspects.includes('hosting')) reasons.push('hosting')
	if (screen.spam && hit.suspects.includes('spam_referrer')) reasons.push('spam_referrer')
	if (screen.suspects && hit.suspects.includes('suspect_agent')) reasons.push('suspect_agent')
	if (hit.origin) {
		const { address, userAgent } = hit.origin
		const bytes = rules.blocks.length > 0 ? bytesOf(address) : null
		if (bytes && rules.blocks.some((block) => holds(block, bytes))) reasons.push('address')
		const agent = userAgent.toLowerCase()
		if (rules.agents.some((part) => agent.includes(part))) reasons.push('agent')
	}
	if (screen.countries.includes(hit.facts.country)) reasons.push('country')
	if (rules.hosts.length > 0 && !rules.hosts.some((host) => isAt(host, hit.hostname)))
		reasons.push('hostname')
	if (rules.pages.some((page) => fits(page, hit.page))) reasons.push('page')
	return reasons
}

interface Rules {
	blocks: Block[]
	agents: string[]
	pages: Wildcard[]
	hosts: string[]
}

/** Rules as they are compared. A policy's object stays the same until the next one comes. */
const read = new WeakMap<Screen, Rules>()

function rulesOf(screen: Screen): Rules {
	const known = read.get(screen)
	if (known) return known
	const rules = {
		blocks: screen.addresses.map(blockOf).filter((block) => block !== null),
		agents: screen.agents.map((part) => part.toLowerCase()),
		pages: screen.pages.map(wildcardOf),
		hosts: screen.hostnames,
	}
	read.set(screen, rules)
	return rules
}

const isAt = (host: string, name: string): boolean =>
	host.startsWith('*.') ? name.endsWith(host.slice(1)) : name === host
