import type { Policy } from '../model/policy.ts'
import { LAW_VERSION } from '../privacy/rows.ts'
import { HELD_DAYS } from '../site/moves.ts'
import { policyOf } from '../store/policy.ts'
import { FIELDS, NEVER } from './fields.ts'
import { versionsOf } from './history.ts'
import { outcomesOf, type RuleOutcome } from './outcomes.ts'
import { PROCESSORS } from './processors.ts'
import type { Subject } from './subject.ts'

/** Days after which Analytics Engine forgets by itself (https://developers.cloudflare.com/analytics/analytics-engine/limits/). */
const ENGINE_DAYS = 92
/** 390 days: less than the 13 months that authorities allow, and never prolonged. */
const COOKIE_SECONDS = 33_696_000

/** Where the public things of a site are on Jitt's host. */
export const linksOf = (appUrl: string, domain: string) => ({
	page: `${appUrl}/privacy/${domain}`,
	manifest: `${appUrl}/.well-known/jitt/manifest/${domain}`,
	receipts: `${appUrl}/.well-known/jitt/retention/${domain}`,
	tracking_status: `${appUrl}/.well-known/dnt/${domain}`,
})

/**
 * All that a site measures and by which rules, from the settings that are in force.
 * @param now ms since the epoch: laws have dates.
 */
export function manifestOf(subject: Subject, appUrl: string, now: number) {
	const policy = policyOf(subject.row)
	const { privacy } = policy
	const versions = versionsOf(subject)
	return {
		site: { domain: policy.domain, timezone: policy.timezone, since: subject.row.createdAt.toISOString() },
		links: linksOf(appUrl, policy.domain),
		policy: { version: policy.version, since: versions.at(-1)?.since ?? null, history: versions },
		mode: policy.mode,
		consent: {
			rule: privacy.consent,
			profile: privacy.profile,
			exempt: privacy.exempt,
			notice: privacy.notice,
			fallback: privacy.fallback,
		},
		law: {
			version: LAW_VERSION,
			note: 'Engineering research, not legal advice. `*` stands for countries that are not listed, `ZZ` for an unknown place.',
		},
		/** Of visitors who have chosen nothing yet and send no signal. */
		outcomes: groups(outcomesOf(policy, now)),
		identity: identityOf(policy),
		fields: FIELDS.map(({ key, columns, purpose, level }) => {
			const kept = level(policy)
			return { field: key, columns, purpose, kept: kept !== null, level: kept }
		}),
		redacted: Object.keys(privacy.collect.redact).filter(
			(name) => privacy.collect.redact[name as keyof typeof privacy.collect.redact],
		),
		never_kept: NEVER,
		retention: {
			events_days: policy.retentionDays,
			visits_days: privacy.visitDays ?? policy.retentionDays,
			rollups_days: privacy.rollupDays ?? policy.retentionDays,
			/** What is held back from the statistics, without address and agent. */
			quarantine_days: Math.min(HELD_DAYS, policy.retentionDays),
			/** Null where nothing of the site goes there. */
			analytics_engine_days: policy.jurisdiction === null ? ENGINE_DAYS : null,
			receipts: linksOf(appUrl, policy.domain).receipts,
		},
		jurisdiction: policy.jurisdiction,
		processors: PROCESSORS,
		signals: SIGNALS,
		choices: choicesOf(appUrl),
		published: { anybody: privacy.shared, smallest_cell: privacy.threshold },
	}
}

/** Rules that come to the same, together. */
function groups(outcomes: readonly RuleOutcome[]) {
	const found = new Map<string, RuleOutcome[]>()
	for (const one of outcomes) {
		const key = `${one.outcome} ${one.reason}`
		found.set(key, [...(found.get(key) ?? []), one])
	}
	return [...found.values()].map((rules) => ({
		outcome: rules[0]?.outcome,
		reason: rules[0]?.reason,
		rules: rules.map(({ rule, law, certainty, gpcBinding, sources }) => ({
			...{ rule, law, certainty, sources },
			gpc_binding: gpcBinding,
		})),
	}))
}

function identityOf({ mode, timezone }: Policy) {
	const lightweight = {
		what: 'HMAC-SHA-256 of address (IPv6 cut to /64), browser with main version and system, under a random key of this site and day; in memory and in the open day’s log only, rows carry a random number',
		ends: `midnight in ${timezone}: key and tokens are destroyed`,
		on_device: false,
	}
	const cookie = {
		names: ['__Host-jitt', 'jitt'],
		what: '128 random bits, valid on this site only; rows carry a random number',
		seconds: COOKIE_SECONDS,
		prolonged: false,
		on_device: true,
	}
	return { lightweight, cookie: mode === 'cookie' ? cookie : null, remembered_choices: REMEMBERED }
}

/** Cookies that hold a choice and nothing else; they are set when somebody makes one. */
const REMEMBERED = [
	{ name: 'jitt_optout', values: ['1'], seconds: COOKIE_SECONDS },
	{ name: 'jitt_choice', values: ['granted', 'cookieless'], seconds: COOKIE_SECONDS },
] as const

const SIGNALS = [
	{
		signal: 'Sec-GPC: 1',
		standard: 'https://w3c.github.io/gpc/',
		honoured: true,
		how: 'Nothing is kept but a count per day. An express agreement on the site comes first only where no law makes the signal binding.',
	},
	{
		signal: 'DNT: 1',
		standard: 'https://www.w3.org/TR/tracking-dnt/',
		honoured: true,
		how: 'Nothing is kept but a count per day, unless the visitor has expressly agreed on the site.',
	},
	{
		signal: 'Cookie: jitt_optout=1',
		standard: null,
		honoured: true,
		how: 'Nothing is kept but a count per day, whatever else was agreed.',
	},
] as const

/** Where a visitor acts; below `/_j/` on the site’s own host where its owner has routed that to Jitt. */
function choicesOf(appUrl: string) {
	const at = (name: string) => ({ here: `${appUrl}/api/${name}`, on_site: `/_j/${name}` })
	return {
		element: '<jitt-privacy>',
		opt_out: { method: 'POST', ...at('optout') },
		opt_in: { method: 'POST', ...at('optin') },
		consent: { method: 'POST', ...at('consent') },
		status: { method: 'POST', ...at('status') },
		/** What is held under the visitor's own cookie: shown, and erased. */
		held: { method: 'POST', ...at('me'), on_site_methods: ['GET', 'DELETE'] },
	}
}
