import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { inject } from 'vitest'
import { linkOf, mailTo } from '../scripts/mails.ts'
import { tokenOf } from '../scripts/owner.ts'

/** A page of the dashboard, and everything about it that should never happen. */
export interface Watched {
	context: BrowserContext
	page: Page
	/** Errors and warnings of the console, and exceptions. */
	complaints: string[]
	/** Requests to any other host. */
	elsewhere: string[]
}

/** Opens a browser of its own and watches it, whatever page is opened in it. */
export async function watched(
	browser: Browser,
	baseUrl: string,
	options: BrowserContextOptions = {},
): Promise<Watched> {
	const context = await browser.newContext({ baseURL: baseUrl, ...options })
	// What does not come at once is a failure: nothing here waits for a network.
	context.setDefaultTimeout(15_000)
	const complaints: string[] = []
	const elsewhere: string[] = []
	context.on('console', (message) => {
		if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
	})
	context.on('weberror', (error) => complaints.push(String(error.error())))
	context.on('request', (request) => {
		const url = new URL(request.url())
		if (url.origin !== new URL(baseUrl).origin && url.protocol !== 'data:') elsewhere.push(request.url())
	})
	return { context, page: await context.newPage(), complaints, elsewhere }
}

export interface Account {
	name: string
	email: string
	password: string
}

/** An account that nobody has yet. */
export const someone = (): Account => ({
	name: 'Ada Example',
	email: `ada-${crypto.randomUUID()}@example.org`,
	password: 'correct horse battery',
})

/** Creates an account and signs this browser in, without the forms: by the letter that proves the address. */
export async function signedIn({ context }: Watched, baseUrl: string): Promise<Account> {
	const account = someone()
	const post = async (path: string, data: object) => {
		const answer = await context.request.post(path, { data, headers: { origin: baseUrl } })
		if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
	}
	await post('/api/auth/sign-up/email', account)
	await post('/api/auth/confirm', { token: tokenOf(await linkTo(account.email)) })
	return account
}

/** Signs this browser in as who runs the local instance; the account is made by whoever comes first. */
export async function asOperator({ context }: Watched, baseUrl: string): Promise<Account> {
	const account = { ...someone(), name: 'Grace Operator', email: 'operator@jitt.localhost' }
	const post = (path: string, data: object) =>
		context.request.post(path, { data, headers: { origin: baseUrl } })
	if ((await post('/api/auth/sign-in/email', account)).ok()) return account
	await post('/api/auth/sign-up/email', account)
	const answer = await post('/api/auth/confirm', { token: tokenOf(await linkTo(account.email)) })
	// Another file was faster, and has used the link.
	if (answer.ok() || (await post('/api/auth/sign-in/email', account)).ok()) return account
	throw new Error(`the operator could not sign in: ${answer.status()}`)
}

/** The link in the newest letter to an address; that which proves the address, unless another is asked for. */
export const linkTo = async (email: string, subject = /^Confirm your e-mail address/): Promise<string> =>
	linkOf(await mailTo(inject('jitt').state, email, subject))

/** Adds a site to the account of this browser, without the form; its domain. */
export async function newSite({ context }: Watched, baseUrl: string): Promise<string> {
	const domain = `site-${crypto.randomUUID().slice(0, 8)}.localhost`
	const answer = await context.request.post('/api/v1/sites', {
		data: { domain, timezone: 'Etc/UTC' },
		headers: { origin: baseUrl },
	})
	if (!answer.ok()) throw new Error(`${answer.status()} ${await answer.text()}`)
	return domain
}

/** Roles of what people operate: each needs a name for those who do not see it. */
const OPERATED = [
	'button',
	'link',
	'textbox',
	'searchbox',
	'combobox',
	'tab',
	'menuitem',
	'menuitemradio',
	'dialog',
]

/** The operated elements of a page that have no name, as the browser tells it to screen readers. */
export async function unnamed({ context, page }: Watched): Promise<string[]> {
	const session = await context.newCDPSession(page)
	const { nodes } = await session.send('Accessibility.getFullAXTree')
	await session.detach()
	return nodes
		.filter(({ ignored, role, name }) => !ignored && OPERATED.includes(role?.value) && !name?.value?.trim())
		.map(({ role, backendDOMNodeId }) => `${role?.value} ${backendDOMNodeId}`)
}
