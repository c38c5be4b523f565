import type { Env } from '../env.ts'
import type { Beacon, DropReason, Facts, Hit, Signals } from '../model/event.ts'
import type { SiteEntry } from '../model/policy.ts'
import { refuse, signalsOf } from '../privacy/signals.ts'
import { personOf } from '../privacy/visitor.ts'
import { countRefusal, record } from '../site/client.ts'
import { lookup } from '../store/directory.ts'
import { writePoint } from '../store/engine.ts'
import { type Agent, parseAgent } from './agent.ts'
import { isBot } from './bots.ts'
import { enrich } from './enrich.ts'
import { languageOf } from './language.ts'
import { namedSender, ownSender, type Sender, type Trust } from './sender.ts'

/** What became of one beacon, over all sites it was sent to. */
export interface Outcome {
	kept: number
	/** One reason for each site that did not keep it. */
	dropped: DropReason[]
}

/** A request as the door needs it. */
export interface Door {
	env: Env
	ctx: ExecutionContext
	request: Request
	/** Null for strangers: nobody but the site's own servers may name a visitor's address. */
	trust: Trust | null
}

/**
 * Takes one beacon to its sites. Refusals stop here and wake nobody but a counter; what is left goes to the
 * site's object, and is kept when this resolves.
 */
export async function receive(door: Door, beacon: Beacon): Promise<Outcome> {
	const { headers } = door.request
	const signals = signalsOf(headers)
	const userAgent = headers.get('user-agent') ?? ''
	const reason = refuse(signals) ?? unasked(headers) ?? (isBot(userAgent) ? 'bot' : null)
	if (reason) return refuseAll(door, beacon.domains, reason)
	const agent = parseAgent(userAgent)
	const [only] = beacon.domains
	if (only !== undefined && beacon.domains.length === 1) {
		return total([await send(door, beacon, only, signals, agent)])
	}
	return total(await Promise.all(beacon.domains.map((name) => send(door, beacon, name, signals, agent))))
}

/** Counts a beacon that is refused, at each of its sites that exists. */
export async function refuseAll(door: Door, domains: string[], reason: DropReason): Promise<Outcome> {
	const entries = await Promise.all(domains.map((name) => lookup(door.env, name)))
	return total(
		entries.map((entry) => {
			if (!entry) return 'not_found'
			countRefusal(door.env, door.ctx, entry, reason)
			return reason
		}),
	)
}

async function send(
	door: Door,
	beacon: Beacon,
	name: string,
	signals: Signals,
	agent: Agent,
): Promise<DropReason | null> {
	const { env, ctx } = door
	const entry = await lookup(env, name)
	if (!entry) return 'not_found'
	const sender = await senderFor(door, entry)
	const language = beacon.language ?? languageOf(door.request.headers.get('accept-language'))
	const facts = enrich(beacon, sender.place, agent, { language, screenClass: beacon.screenClass })
	const hit = toHit(beacon, facts, signals, personOf(sender.address, agent))
	const verdict = await record(env, ctx, entry, hit)
	if (!verdict.kept) return verdict.reason
	// The engine has no jurisdictions and no deletion: a pinned site's events stay out of it.
	if (entry.jurisdiction === null) writePoint(env.ENGINE, entry.site, hit, verdict)
	return null
}

/** Who sends, as this site believes it; a named address without trust is not even looked at. */
export async function senderFor(
	{ request, trust }: Omit<Door, 'env' | 'ctx'>,
	entry: SiteEntry,
): Promise<Sender> {
	if (trust && (await trust(entry))) return namedSender(request.headers) ?? ownSender(request)
	return ownSender(request)
}

const toHit = (beacon: Beacon, facts: Facts, signals: Signals, person: string): Hit => ({
	name: beacon.name,
	hostname: beacon.hostname,
	page: beacon.page,
	props: beacon.props,
	revenue: beacon.revenue,
	interactive: beacon.interactive,
	scrollDepth: beacon.scrollDepth,
	engagedMs: beacon.engagedMs,
	title: beacon.title,
	vitals: beacon.vitals,
	facts,
	signals,
	cookie: beacon.choice.cookie,
	keepsCookie: beacon.choice.keepsCookie,
	suspects: [],
	origin: null,
	person,
})

/**
 * A page that nobody has seen yet: browsers say so while they prefetch or prerender
 * (https://wicg.github.io/nav-speculation/prerendering.html#interaction-with-fetch).
 */
function unasked(headers: Headers): DropReason | null {
	const purpose = headers.get('sec-purpose') ?? headers.get('purpose') ?? headers.get('x-moz')
	return purpose !== null && /prefetch|prerender|preview/.test(purpose) ? 'prefetch' : null
}

function total(answers: readonly (DropReason | null)[]): Outcome {
	const dropped = answers.filter((answer) => answer !== null)
	return { kept: answers.length - dropped.length, dropped }
}
