import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { sha256Hex } from '../kit/hash.ts'
import type { Policy } from '../model/policy.ts'
import { somePolicy } from '../model/testing.ts'
import { configure } from '../site/client.ts'
import { rowsOf, stubOf } from '../site/testing.ts'
import { publish } from '../store/directory.ts'
import { LocalPoints } from '../store/engine.ts'
import { door } from './routes.ts'

/**
 * For tests: the door with everything real behind it but Analytics Engine, whose local stand-in takes data
 * points and drops them. Ours keeps them, so that they can be read.
 */
export const points = new LocalPoints()

/** Jurisdictions that the door asked the runtime for. */
export const asked: string[] = []
/** Stand-in: the local runtime refuses jurisdictions, so here all objects lie in one place. */
const SITE = {
	getByName: (name: string) => env.SITE.getByName(name),
	jurisdiction: (name: string) => {
		asked.push(name)
		return env.SITE
	},
} as unknown as DurableObjectNamespace
const world = { ...env, ENGINE: points, SITE }

export const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

export interface Knock {
	method?: string
	body?: unknown
	headers?: Record<string, string>
	cf?: IncomingRequestCfProperties | Record<string, unknown>
	/** Where the door lies. */
	at?: string
}

const collect = door()

/** Sends one request to the door and waits for all that it does, also after its answer. */
export async function knock(
	path: string,
	{ method, body, headers, cf, at = 'https://jitt.test' }: Knock = {},
): Promise<Response> {
	const ctx = createExecutionContext()
	const request = new Request(`${at}${path}`, {
		method: method ?? (body === undefined ? 'GET' : 'POST'),
		headers: { 'user-agent': FIREFOX, 'cf-connecting-ip': '192.0.2.1', ...headers },
		...(body === undefined ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
		...(cf ? { cf: cf as IncomingRequestCfProperties } : {}),
	})
	const answer = await collect.fetch(request, world, ctx)
	await waitOnExecutionContext(ctx)
	return answer
}

const isRaw = (body: unknown): body is BodyInit =>
	typeof body === 'string' || body instanceof Uint8Array || body instanceof ReadableStream

/** What an answer says of drops: status, count, reasons. */
export const said = (answer: Response) => [
	answer.status,
	answer.headers.get('x-plausible-dropped'),
	answer.headers.get('x-jitt-reason'),
]

/** Test files run side by side on one storage: each has numbers of its own. */
let sites = 10_000 + Math.floor(Math.random() * 1e9)

/** A site that the door and its object know, as the catalog makes them known. */
export async function newSite(change: Partial<Policy> = {}, token: string | null = null) {
	const site = sites++
	const domain = `door-${site}.example`
	const trackingId = crypto.randomUUID()
	const policy = somePolicy(site, { domain, ...change })
	await configure(world, policy)
	await publish(env, [domain, trackingId], {
		...{ site, domain, jurisdiction: policy.jurisdiction, tokenHash: token && sha256Hex(token) },
		screened: policy.privacy.screen.addresses.length > 0 || policy.privacy.screen.agents.length > 0,
	})
	return {
		site,
		domain,
		trackingId,
		/** A body of the events format for this site. */
		event: (more: object = {}) => ({ n: 'pageview', u: `https://${domain}/`, d: domain, ...more }),
		/** The site's rows in D1, once all is there. */
		async rows(table: 'events' | 'visits' | 'refusals') {
			await stubOf(site).flush()
			return rowsOf(table, site)
		},
		/** Its data points so far. */
		points: () => points.points.filter(({ indexes }) => indexes[0] === String(site)),
	}
}
