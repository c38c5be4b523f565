import { expect, test } from 'vitest'
import { PLANS } from '../../../workers/model/plans.ts'
import { SERVICE } from '../../../workers/rights/service.ts'
import { framed } from './frame.ts'
import { publicPages } from './pages.ts'

const pages = publicPages(Date.UTC(2026, 10, 28))
const html = (path: string, ownSite: string | null = null) => {
	const page = pages.find((one) => one.path === path)
	if (!page) throw new Error(`there is no ${path}`)
	return framed(page, { style: '/x.css', ownSite })
}
const all = pages.map(({ path }) => ({ path, page: html(path) }))
/** What the Pages project serves beside them. */
const ELSEWHERE = [
	'/',
	'/sign-up',
	'/demo/',
	'/cookies',
	'/account/agreements',
	'/incidents',
	'/legal/subprocessors.xml',
	'/icon.svg',
]

// promise: 13
test.each(all)(
	'$path is a whole page that names a person, and every link on it leads somewhere',
	({ page }) => {
		expect(page.match(/<h1>/g)).toHaveLength(1)
		expect(page).toContain(`mailto:${SERVICE.contact}`)
		expect(page).toMatch(/<html lang="en">/)
		for (const [, href = ''] of page.matchAll(/ href="([^"#]+)/g)) {
			if (/^(mailto:|https:\/\/|\/x\.css)/.test(href)) continue
			expect([href, ELSEWHERE.includes(href) || pages.some(({ path }) => path === href)]).toEqual([
				href,
				true,
			])
		}
		// The security policy lets nothing run or look so that does not come as a file of ours.
		expect(page).not.toMatch(/<style| style=|<script>| on\w+=/)
	},
)

test('addresses are given once', () => {
	expect(new Set(pages.map(({ path }) => path)).size).toBe(pages.length)
})

// promise: 2
test('the pricing page has every plan of the table, by month and by year', () => {
	const page = html('/pricing')
	for (const { events, price } of PLANS) {
		expect(page).toContain(`<th scope="row">${events.toLocaleString('en')}</th>`)
		for (const cents of [price.month, price.year])
			expect(page).toContain(`€${(cents / 100).toLocaleString('en')}<`)
	}
})

// promise: 3
test('that leaving over the terms gives no refund is said where prices are', () => {
	expect(html('/pricing')).toMatch(/disagree with our terms gives no refund/)
})

// promise: 6
test('the cookies page says of each what it is for, whether it is required, and what goes without it', () => {
	const page = html('/legal/cookies')
	expect(page).toMatch(
		/jitt\.session_token<\/code>[\s\S]{0,400}<dd>yes<\/dd>[\s\S]{0,90}<dd>You cannot sign in\.<\/dd>/,
	)
	expect(page).toMatch(/jitt-theme<\/code>[\s\S]{0,400}<dd>no, off until chosen<\/dd>/)
})

// promise: 13
test('every document has its date and its history, and old versions keep their address', () => {
	for (const id of ['privacy', 'terms', 'dpa']) {
		expect(html(`/legal/${id}`)).toMatch(/Version of <time datetime="\d{4}-\d\d-\d\d">/)
		expect(html(`/legal/${id}`)).toContain(`<a href="/legal/${id}/2026-11-28">`)
		expect(html(`/legal/${id}/2026-11-28`)).toContain('<h2>History</h2>')
	}
})

// promise: 21
test('who visits a site that uses Jitt finds whom to ask', () => {
	expect(html('/legal/contact')).toMatch(/go to the site’s owner.*needs no account/)
})

test('our own pages count themselves only where a domain is given', () => {
	expect(html('/welcome')).not.toContain('jitt.js')
	expect(html('/welcome', 'jitt.example')).toContain(
		'<script defer data-domain="jitt.example" src="/js/jitt.js"></script>',
	)
})
