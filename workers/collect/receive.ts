import type { Env } from '../env.ts'
import type { Beacon, Decision, DropReason, Facts, Hit, Reason, Signals, Suspicion } from '../model/event.ts'
import type { SiteEntry } from '../model/policy.ts'
import { lookup as lawOf } from '../privacy/law.ts'
import { refuse, signalsOf } from '../privacy/signals.ts'
import { personOf } from '../privacy/visitor.ts'
import { countRefusal, record, withdraw } from '../site/client.ts'
import { lookup } from '../store/directory.ts'
import { writePoint } from '../store/engine.ts'
import { type Agent, parseAgent } from './agent.ts'
import { isBot } from './bots.ts'
import { enrich } from './enrich.ts'
import { languageOf } from './language.ts'
import { placeOf } from './place.ts'
import { namedSender, ownSender, type Sender, type Trust } from './sender.ts'
import { isSpam } from './spam.ts'
import { isSuspect } from './suspects.ts'

/** What became of one beacon, over all sites it was sent to. */
export interface Outcome {
	kept: number
	/** One reason for each site that did not keep it. */
	dropped: DropReason[]
	/** What the first site decided; null where nothing was. */
	decision: Told | null
	/** An id that the sender is to keep; null where it has one or gets none. */
	newCookie: string | null
}

/** A decision as it is told: the door refuses some beacons without having read the site's policy. */
export interface Told extends Omit<Decision, 'policyVersion'> {
	policyVersion: number | null
}

/** A request as the door needs it. */
export interface Door {
	env: Env
	ctx: ExecutionContext
	request: Request
	/** Null for strangers: nobody but the site's own servers may name a visitor's address. */
	trust: Trust | null
	/** The request came by the site's own path and from its own pages: cookies are read and set. */
	own: boolean
}

/**
 * Takes one beacon to its sites. Refusals stop here and wake nobody but a counter; what is left goes to the
 * site's object, and is kept when this resolves.
 */
export async function receive(door: Door, beacon: Beacon): Promise<Outcome> {
	const { headers } = door.request
	const signals = signalsOf(headers, beacon.choice.consent)
	const userAgent = headers.get('user-agent') ?? ''
	const refused = refuse(signals)
	const reason = refused ?? unasked(headers) ?? (isBot(userAgent) ? 'bot' : null)
	if (reason) {
		if (refused === 'denied' && beacon.choice.cookie !== null) await endId(door, beacon, userAgent)
		return await refuseAll(door, beacon.domains, reason, refused)
	}
	const agent = parseAgent(userAgent)
	const [only] = beacon.domains
	if (only !== undefined && beacon.domains.length === 1) {
		return total([await send(door, beacon, only, signals, agent)])
	}
	// An id is one site's: the first has it, to the others the visitor is somebody of today.
	const others = { ...beacon, choice: { ...beacon.choice, cookie: null, keepsCookie: false } }
	const answers = beacon.domains.map((name, i) => send(door, i === 0 ? beacon : others, name, signals, agent))
	return total(await Promise.all(answers))
}

/** Counts a beacon that is refused, at each of its sites that exists. */
export async function refuseAll(
	door: Door,
	domains: string[],
	reason: DropReason,
	refused: Reason | null,
): Promise<Outcome> {
	const entries = await Promise.all(domains.map((name) => lookup(door.env, name)))
	const { country, region } = placeOf(door.request.cf)
	return total(
		entries.map((entry) => {
			if (!entry) return UNKNOWN
			countRefusal(door.env, door.ctx, entry, reason)
			if (refused === null) return { dropped: reason, decision: null, newCookie: null }
			const { rule } = lawOf(country, region, Date.now())
			const decision: Told = { outcome: 'none', reason: refused, rule, policyVersion: null }
			return { dropped: reason, decision, newCookie: null }
		}),
	)
}

/** Whoever refuses to be measured has the id ended that it shows. */
async function endId(door: Door, { domains: [name = ''], choice }: Beacon, userAgent: string): Promise<void> {
	const entry = await lookup(door.env, name)
	if (!entry) return
	const { address } = await senderFor(door, entry)
	const person = personOf(address, parseAgent(userAgent))
	await withdraw(door.env, entry, { person, cookie: choice.cookie }, 'denied').catch((error: unknown) => {
		console.warn('an id could not be ended', error instanceof Error ? error.message : '')
	})
}

/** What one site made of a beacon. */
interface Answer {
	/** Null = kept. */
	dropped: DropReason | null
	decision: Told | null
	newCookie: string | null
}

const UNKNOWN: Answer = { dropped: 'not_found', decision: null, newCookie: null }

async function send(
	door: Door,
	beacon: Beacon,
	name: string,
	signals: Signals,
	agent: Agent,
): Promise<Answer> {
	const { env, ctx } = door
	const { headers } = door.request
	const entry = await lookup(env, name)
	if (!entry) return UNKNOWN
	const { address, place } = await senderFor(door, entry)
	const language = beacon.language ?? languageOf(headers.get('accept-language'))
	const facts = enrich(beacon, place, agent, { language, screenClass: beacon.screenClass })
	const userAgent = headers.get('user-agent') ?? ''
	const suspects = suspectsOf(facts, beacon.referrer, userAgent, headers)
	const origin = entry.screened ? { address, userAgent } : null
	const hit = toHit(beacon, facts, signals, personOf(address, agent), suspects, origin)
	const verdict = await record(env, ctx, entry, hit)
	const { decision } = verdict
	if (!verdict.kept) return { dropped: verdict.reason, decision, newCookie: null }
	// The engine has no jurisdictions and no deletion: a pinned site's events stay out of it.
	if (entry.jurisdiction === null) writePoint(env.ENGINE, entry.site, hit, verdict)
	return { dropped: null, decision, newCookie: verdict.newCookie }
}

/** What is odd about a beacon that may yet be a person's; the site's rules say whether that counts. */
function suspectsOf(
	{ asnKind }: Facts,
	referrer: string | null,
	userAgent: string,
	headers: Headers,
): readonly Suspicion[] {
	const hosting = asnKind === 'hosting'
	const spam = isSpam(referrer)
	const suspect = isSuspect(userAgent, headers)
	if (!hosting && !spam && !suspect) return UNSUSPECTED
	return [
		...(hosting ? (['hosting'] as const) : []),
		...(spam ? (['spam_referrer'] as const) : []),
		...(suspect ? (['suspect_agent'] as const) : []),
	]
}

const UNSUSPECTED: readonly Suspicion[] = []

/** Who sends, as this site believes it; a named address without trust is not even looked at. */
export async function senderFor(
	{ request, trust }: Pick<Door, 'request' | 'trust'>,
	entry: SiteEntry,
): Promise<Sender> {
	if (trust && (await trust(entry))) return namedSender(request.headers) ?? ownSender(request)
	return ownSender(request)
}

const toHit = (
	beacon: Beacon,
	facts: Facts,
	signals: Signals,
	person: string,
	suspects: Hit['suspects'],
	origin: Hit['origin'],
): Hit => ({
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
	suspects,
	origin,
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

function total(answers: readonly Answer[]): Outcome {
	const dropped = answers.map((answer) => answer.dropped).filter((reason) => reason !== null)
	const [first = UNKNOWN] = answers
	const { decision, newCookie } = first
	return { kept: answers.length - dropped.length, dropped, decision, newCookie }
}
