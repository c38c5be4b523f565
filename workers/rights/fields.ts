import type { Policy } from '../model/policy.ts'

/**
 * What is kept of visits, by the columns that hold it, and how an owner's switches change that. One table: the
 * manifest, the notice and the page are made from it, and a test holds it against the schema of the databases.
 */

export type FieldKey =
	| 'page'
	| 'title'
	| 'time'
	| 'visit'
	| 'referrer'
	| 'campaign'
	| 'place'
	| 'browser'
	| 'device'
	| 'screen'
	| 'language'
	| 'network'
	| 'engagement'
	| 'vitals'
	| 'events'
	| 'properties'
	| 'revenue'
	| 'decision'

export interface Field {
	key: FieldKey
	/** Columns of `events` and `visits`, as SQL calls them. */
	columns: readonly string[]
	purpose: string
	/** How much of it is kept: `full`, or an owner's coarser choice; null = switched off. */
	level: (policy: Policy) => string | null
}

const always = () => 'full'
/** `none` is off. */
const unlessNone = (choice: string) => (choice === 'none' ? null : choice)
const ifOn = (on: boolean) => (on ? 'full' : null)

export const FIELDS: readonly Field[] = [
	{
		key: 'page',
		columns: ['page', 'hostname', 'entry_page', 'entry_hostname', 'exit_page', 'exit_hostname'],
		purpose: 'Shows which pages are read, where visits begin and end. Without query strings.',
		level: always,
	},
	{
		key: 'title',
		columns: ['title'],
		purpose: 'Names pages as readers know them.',
		level: ({ privacy }) => ifOn(privacy.collect.titles),
	},
	{
		key: 'time',
		columns: ['time', 'started_at', 'last_at', 'visit_started_at', 'duration'],
		purpose: 'Shows when the site is used and how long visits last.',
		level: always,
	},
	{
		key: 'visit',
		columns: [
			...['id', 'visit', 'visitor', 'stable', 'novelty', 'novelty_hour', 'pageviews', 'events'],
			...['bounce', 'interactive'],
		],
		purpose:
			'Random numbers that hold the events of a visit, and of a visitor, together. Without a cookie a visitor’s number lives one day of the site.',
		level: always,
	},
	{
		key: 'referrer',
		columns: ['referrer', 'source', 'channel'],
		purpose: 'Shows which sites and searches bring visitors. Without query strings.',
		level: ({ privacy }) => (privacy.collect.referrer === 'none' ? 'source' : privacy.collect.referrer),
	},
	{
		key: 'campaign',
		columns: ['utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term', 'click_id'],
		purpose:
			'Shows which of the site’s own campaigns bring visitors. Of click ids the name, never the value.',
		level: ({ privacy: { collect } }) =>
			collect.tags === null ? 'full' : collect.tags.length > 0 ? collect.tags.join(' ') : null,
	},
	{
		key: 'place',
		columns: ['country', 'region', 'city'],
		purpose: 'Shows roughly where readers are. Never finer than the city.',
		level: ({ privacy }) => unlessNone(privacy.collect.place),
	},
	{
		key: 'browser',
		columns: ['browser', 'browser_version', 'os', 'os_version'],
		purpose: 'Shows what the site must work with.',
		level: ({ privacy }) => (privacy.collect.versions === 'none' ? 'names' : privacy.collect.versions),
	},
	{ key: 'device', columns: ['device'], purpose: 'Shows what the site must work with.', level: always },
	{
		key: 'screen',
		columns: ['screen_class'],
		purpose: 'One of five classes of width: shows which layouts are used.',
		level: ({ privacy }) => ifOn(privacy.collect.screen),
	},
	{
		key: 'language',
		columns: ['language'],
		purpose: 'The preferred language without its country: shows which translations are wanted.',
		level: ({ privacy }) => ifOn(privacy.collect.language),
	},
	{
		key: 'network',
		columns: ['asn_kind'],
		purpose: 'One word, `hosting` or `access`: tells machines from people.',
		level: always,
	},
	{
		key: 'engagement',
		columns: ['scroll_depth', 'engaged_ms'],
		purpose: 'Shows whether pages are read.',
		level: always,
	},
	{
		key: 'vitals',
		columns: ['lcp', 'inp', 'cls', 'fcp', 'ttfb'],
		purpose: 'Shows how fast pages load and answer.',
		level: ({ privacy }) => ifOn(privacy.collect.vitals),
	},
	{
		key: 'events',
		columns: ['name'],
		purpose: 'Shows what is used: names that the site gives to clicks, downloads, forms and the like.',
		level: always,
	},
	{
		key: 'properties',
		columns: ['props'],
		purpose: 'Details that the site gives to its events.',
		level: ({ privacy }) => ifOn(privacy.collect.properties),
	},
	{
		key: 'revenue',
		columns: ['revenue_amount', 'revenue_currency'],
		purpose: 'Sums what the site sells.',
		level: always,
	},
	{
		key: 'decision',
		columns: ['outcome', 'reason', 'rule', 'policy_version'],
		purpose: 'Proves under which rule and which version of the policy a visit was kept.',
		level: always,
	},
]

/** What is never kept of anybody, whatever a site is set to. */
export const NEVER = [
	'the internet address',
	'the text of the user agent',
	'query strings, but for the campaign tags that are listed',
	'values of click ids',
	'a place finer than the city',
	'anything read out of the device to recognise it: fonts, canvas, plugins, storage of others',
	'an identifier that is the same on two sites',
	'what is typed into forms',
] as const
