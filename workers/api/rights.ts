import type { Context } from 'hono'
import { parseAgent } from '../collect/agent.ts'
import { placeOf } from '../collect/place.ts'
import { ownSender } from '../collect/sender.ts'
import { signalsOf } from '../privacy/signals.ts'
import { personOf } from '../privacy/visitor.ts'
import { LANGUAGES, wordsFor } from '../rights/languages.ts'
import { linksOf, manifestOf } from '../rights/manifest.ts'
import { noticeOf } from '../rights/notice.ts'
import { decisionFor, outcomesOf } from '../rights/outcomes.ts'
import { CONTENT_SECURITY_POLICY, pageOf } from '../rights/page.ts'
import { FORMATS, type Format, render } from '../rights/render.ts'
import { subjectOf } from '../rights/subject.ts'
import { GPC_SUPPORT, TRACKING_STATUS_TYPE, trackingStatus } from '../rights/wellknown.ts'
import { statusOf } from '../site/client.ts'
import { policyOf } from '../store/policy.ts'
import type { Counter, CounterContext } from './access.ts'
import { failure } from './errors.ts'
import { siteOf } from './site.ts'

/** What anybody may know of how a site measures, and what its owner has to say about it. */

/** Changes show within minutes; a site whose page is in the news costs a read every five. */
const OPEN = {
	'cache-control': 'public, max-age=300',
	'access-control-allow-origin': '*',
	'x-content-type-options': 'nosniff',
}

/** `GET /.well-known/jitt/manifest/:domain` → all that the site measures and by which rules. */
export async function getManifest(c: Context<Counter>): Promise<Response> {
	const subject = await subjectOf(c.env, c.req.param('domain') ?? '')
	if (!subject) return unknown(c)
	return Response.json(manifestOf(subject, c.env.APP_URL, Date.now()), { headers: OPEN })
}

/** `GET /privacy/:domain?lang` → the page that explains the site to the visitor who asks, here and now. */
export async function getPrivacyPage(c: Context<Counter>): Promise<Response> {
	const subject = await subjectOf(c.env, c.req.param('domain') ?? '')
	if (!subject) return unknown(c)
	const words = LANGUAGES.get(c.req.query('lang') ?? '') ?? wordsFor(c.req.header('accept-language') ?? null)
	const signals = signalsOf(c.req.raw.headers)
	const place = placeOf(c.req.raw.cf)
	const now = Date.now()
	const policy = policyOf(subject.row)
	const { address } = ownSender(c.req.raw)
	const who = { person: personOf(address, parseAgent(c.req.header('user-agent') ?? '')), cookie: null }
	// The object knows who opted out today. Where it is out of reach, law and policy are told all the same.
	const status = await statusOf(c.env, policy, { signals, place, who }).catch(() => null)
	const page = pageOf(words, {
		subject,
		decision: status ?? decisionFor(policy, signals, place, now),
		country: place.country,
		signalled: signals.gpc || signals.dnt,
		appUrl: c.env.APP_URL,
		now,
	})
	return new Response(page, {
		headers: {
			'content-type': 'text/html; charset=utf-8',
			// It speaks of one visitor.
			'cache-control': 'no-store',
			'content-language': words.code,
			'content-security-policy': CONTENT_SECURITY_POLICY,
			'referrer-policy': 'no-referrer',
			'strict-transport-security': 'max-age=31536000; includeSubDomains',
			'x-content-type-options': 'nosniff',
			'x-frame-options': 'DENY',
		},
	})
}

/** `GET /.well-known/gpc.json` → that the signal is honoured here. */
export const getGpcSupport = (): Response => Response.json(GPC_SUPPORT, { headers: OPEN })

/** `GET /.well-known/dnt/` and `/.well-known/dnt/:domain` → that nobody is tracked, here and on the site. */
export async function getTrackingStatus(c: Context<Counter>): Promise<Response> {
	const domain = c.req.param('domain')
	const subject = domain ? await subjectOf(c.env, domain) : null
	if (domain && !subject) return unknown(c)
	const page = subject ? linksOf(c.env.APP_URL, subject.row.domain).page : null
	const headers = { ...OPEN, 'content-type': TRACKING_STATUS_TYPE }
	return new Response(JSON.stringify(trackingStatus(page)), { headers })
}

const isFormat = (text: string): text is Format => (FORMATS as readonly string[]).includes(text)
const TYPES: Readonly<Record<Format, string>> = { text: 'plain', html: 'html', markdown: 'markdown' }

/** `GET /api/dashboard/sites/:domain/notice?lang&format` → the paragraphs for the site's own privacy notice. */
export async function getNotice(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const words = LANGUAGES.get(c.req.query('lang') ?? 'en')
	if (!words) {
		const message = `lang: must be one of ${[...LANGUAGES.keys()].join(', ')}`
		return failure(c, { kind: 'invalid', message, field: 'lang' })
	}
	const format = c.req.query('format') ?? 'text'
	if (!isFormat(format)) {
		const message = `format: must be one of ${FORMATS.join(', ')}`
		return failure(c, { kind: 'invalid', message, field: 'format' })
	}
	const policy = policyOf(site.value)
	const links = linksOf(c.env.APP_URL, policy.domain)
	const notice = noticeOf(words, { policy, outcomes: outcomesOf(policy, Date.now()), ...links })
	return c.body(render(notice, format, words.code), 200, {
		'content-type': `text/${TYPES[format]}; charset=utf-8`,
		'content-language': words.code,
	})
}

function unknown(c: Context<Counter>): Response {
	c.header('cache-control', 'public, max-age=60')
	c.header('access-control-allow-origin', '*')
	return failure(c, { kind: 'not_found', message: 'No site of this name is measured here' })
}
