/** Each consent tool's documented events and functions, played in a page, and what the tracker takes them for. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { within } from '../scripts/ask.ts'
import { launch } from '../scripts/browser.ts'
import { consentPage, openStandIn, type StandIn } from './standin.ts'
import { person } from './testing.ts'

let browser: Browser
let stand: StandIn
let context: BrowserContext

/** Opens a page of its own, served at `/name`. */
async function open(name: string, head: string, attributes = ''): Promise<Page> {
	const all = `data-cmp="auto" ${attributes}`
	stand.pages[`/${name}`] = consentPage(stand, all, { head: `<script>${head}</script>`, body: '' })
	const page = await context.newPage()
	await page.goto(`${stand.origin}/${name}`)
	return page
}

const consent = (page: Page) =>
	page.evaluate(() => (window.jitt?.('status') as { consent: string } | undefined)?.consent)
/** The choice, once it is that or cannot be any more. */
const settled = (page: Page, wanted: string) =>
	within(
		3,
		() => consent(page),
		(is) => is === wanted,
	)
/** What was told of the page's view. */
const viewed = (name: string) =>
	within(
		3,
		async () => stand.messages.find(({ body: { u } }) => u === `${stand.origin}/${name}`)?.body,
		(view) => view !== undefined,
	)

interface Tool {
	name: string
	/** The tool as it is before anybody chose. */
	head: string
	/** What it does when the visitor accepts statistics, and when they withdraw. */
	accept: string
	refuse: string
}

const TOOLS: Tool[] = [
	{
		name: 'Google Consent Mode',
		head: `dataLayer = [{ event: 'gtm.js' }]; function gtag() { dataLayer.push(arguments) }
			gtag('consent', 'default', { analytics_storage: 'granted', ad_storage: 'denied', wait_for_update: 500 })`,
		accept: `gtag('consent', 'update', { ad_storage: 'denied' }); gtag('consent', 'update', { analytics_storage: 'granted' })`,
		refuse: `gtag('consent', 'update', { analytics_storage: 'denied' })`,
	},
	{
		name: 'IAB TCF',
		head: `const listeners = []
			const tell = (eventStatus, consents) => listeners.forEach((it) => it({ eventStatus, gdprApplies: true, purpose: { consents } }, true))
			__tcfapi = (command, version, callback) => {
				if (command === 'addEventListener' && version === 2) listeners.push(callback)
				tell('cmpuishown', {})
			}`,
		accept: `tell('useractioncomplete', { 1: true, 8: true, 9: true })`,
		refuse: `tell('useractioncomplete', { 1: true, 8: true, 9: false })`,
	},
	{
		name: 'Cookiebot',
		head: `Cookiebot = { hasResponse: false, consent: { statistics: false, method: null } }
			const answer = (statistics, event) => {
				Cookiebot = { hasResponse: true, consent: { statistics, method: 'explicit' } }
				dispatchEvent(new Event(event))
			}`,
		accept: `answer(true, 'CookiebotOnAccept')`,
		refuse: `answer(false, 'CookiebotOnDecline')`,
	},
	{
		name: 'OneTrust',
		head: `OnetrustActiveGroups = ',C0001,C0002,'; done = false; OneTrust = { IsAlertBoxClosed: () => done }
			const groups = (...detail) => dispatchEvent(new CustomEvent('OneTrustGroupsUpdated', { detail }))
			addEventListener('load', () => groups('C0001', 'C0002'))`,
		accept: `done = true; groups('C0001', 'C0002', 'C0003')`,
		refuse: `groups('C0001', 'C0004')`,
	},
	{
		name: 'Klaro',
		head: `let watchers = [], given = false
			const manager = {
				confirmed: false,
				config: { services: [{ name: 'matomo', purposes: ['analytics'] }, { name: 'ads', purposes: ['marketing'] }] },
				getConsent: (name) => name === 'matomo' && given,
				watch: (watcher) => watchers.push(watcher),
			}
			klaro = { getManager: () => manager }
			const save = (is) => {
				given = is
				for (const name of ['consents', 'saveConsents']) {
					if (name === 'saveConsents') manager.confirmed = true
					watchers.forEach((watcher) => watcher.update(manager, name, { matomo: is }))
				}
			}`,
		accept: `save(true)`,
		refuse: `save(false)`,
	},
	{
		name: 'Complianz',
		head: `let allowed = true
			cmplz_has_consent = (category) => category === 'functional' || allowed
			const set = (value) => {
				allowed = value === 'allow'
				document.cookie = 'cmplz_statistics=' + value
				document.dispatchEvent(new CustomEvent('cmplz_status_change', { detail: { category: 'statistics', value } }))
			}`,
		accept: `set('allow')`,
		refuse: `set('deny')`,
	},
	{
		name: 'CookieYes',
		head: `getCkyConsent = () => ({ isUserActionCompleted: false, categories: { analytics: true } })
			const update = (accepted, rejected) =>
				document.dispatchEvent(new CustomEvent('cookieyes_consent_update', { detail: { accepted, rejected } }))`,
		accept: `update(['necessary', 'analytics'], ['advertisement'])`,
		refuse: `update(['necessary'], ['analytics', 'advertisement'])`,
	},
	{
		name: 'Osano',
		head: `const heard = {}
			Osano = { cm: { addEventListener(name, callback) {
				heard[name] = callback
				if (name === 'osano-cm-initialized') callback(undefined)
			} } }`,
		accept: `heard['osano-cm-consent-saved']({ ESSENTIAL: 'ACCEPT', ANALYTICS: 'ACCEPT', MARKETING: 'DENY' })`,
		refuse: `heard['osano-cm-consent-saved']({ ESSENTIAL: 'ACCEPT', ANALYTICS: 'DENY' })`,
	},
	{
		name: 'tarteaucitron',
		head: `let words = '!matomo=wait!youtube=true'
			tarteaucitron = { cookie: { read: () => words }, services: { matomo: { type: 'analytic' }, youtube: { type: 'video' } } }
			const set = (to) => {
				words = '!youtube=true!matomo=' + to
				document.dispatchEvent(new Event('tac.consent_updated'))
			}`,
		accept: `set(true)`,
		refuse: `set(false)`,
	},
	{
		name: 'Shopify',
		head: `Shopify = { customerPrivacy: { currentVisitorConsent: () => ({ analytics: '', marketing: '' }) } }
			const collected = (analyticsAllowed) =>
				document.dispatchEvent(new CustomEvent('visitorConsentCollected', { detail: { analyticsAllowed } }))`,
		accept: `collected(true)`,
		refuse: `collected(false)`,
	},
]

const pages = new Map<string, Page>()
// All at once: most of the time they wait.
beforeAll(async () => {
	browser = await launch()
	stand = await openStandIn('tools')
	context = await person(browser)
	await Promise.all(
		TOOLS.map(async ({ name, head }) => pages.set(name, await open(name.replace(/\W/g, ''), head))),
	)
})
afterAll(async () => {
	await browser.close()
	stand.close()
})

it.each(TOOLS)('hears what $name says', async ({ name, accept, refuse }) => {
	const page = pages.get(name) as Page
	// Nobody has chosen: the page is counted by the visitor's law, whatever the tool presets.
	expect(await viewed(name.replace(/\W/g, ''))).toMatchObject({ n: 'pageview', c: 'unset' })
	for (const [act, choice] of [
		[accept, 'granted'],
		[refuse, 'cookieless'],
		[accept, 'granted'],
	] as const) {
		await page.evaluate(act)
		expect(await settled(page, choice)).toBe(choice)
	}
})

it("the first page view waits for a tool's word about a choice made before", async () => {
	await open(
		'late',
		`setTimeout(() => {
			getCkyConsent = () => ({ isUserActionCompleted: true, categories: { analytics: true } })
		}, 150)`,
	)
	expect(await viewed('late')).toMatchObject({ n: 'pageview', c: 'granted' })
})

it('a refusal means silence where the site wants that', async () => {
	const page = await open(
		'silent',
		`Shopify = { customerPrivacy: { currentVisitorConsent: () => ({ analytics: 'no' }) } }`,
		'data-refused="denied"',
	)
	expect(await settled(page, 'denied')).toBe('denied')
	await open('after', `Shopify = { customerPrivacy: { currentVisitorConsent: () => ({ analytics: 'no' }) } }`)
	expect(await viewed('after')).toMatchObject({ c: 'cookieless' })
	expect(stand.messages.filter(({ body: { u } }) => String(u).endsWith('/silent'))).toEqual([])
})

it("a tool's own word counts more than what it tells Google", async () => {
	const page = await open(
		'both',
		`dataLayer = []; Cookiebot = { hasResponse: true, consent: { statistics: false, method: 'explicit' } }`,
	)
	expect(await settled(page, 'cookieless')).toBe('cookieless')
	await page.evaluate(`(function () { dataLayer.push(arguments) })('consent', 'update', { analytics_storage: 'granted' })
		dataLayer.push({ 0: 'consent', 1: 'update', 2: { analytics_storage: 'granted' } }, null, 7)`)
	expect(await consent(page)).toBe('cookieless')
})

it('a banner that is shown again takes nothing back, and no banner at all grants nothing', async () => {
	const page = await open(
		'again',
		`__tcfapi = (command, version, callback) => {
			tell = (eventStatus, more) => callback({ eventStatus, gdprApplies: true, purpose: { consents: { 1: true, 8: true, 9: true } }, ...more }, true)
			tell('tcloaded')
			callback(null, false)
		}`,
	)
	expect(await settled(page, 'granted')).toBe('granted')
	await page.evaluate(`tell('cmpuishown', { purpose: {} })`)
	expect(await consent(page)).toBe('granted')

	await open(
		'elsewhere',
		`__tcfapi = (command, version, callback) => callback({ eventStatus: 'tcloaded', gdprApplies: false,
			purpose: { consents: { 1: true, 8: true, 9: true } } }, true)`,
	)
	// Where the GDPR does not apply, the law of the place decides.
	expect(await viewed('elsewhere')).toMatchObject({ c: 'unset' })
	await open('none', '')
	expect(await viewed('none')).toMatchObject({ n: 'pageview', c: 'unset' })
})
