import { randomBytes } from 'node:crypto'
import { linkOf, mailTo } from './mails.ts'
import { type Owner, readOwner, writeOwner } from './state.ts'

/** The site that the demo's pages report to. */
export const DEMO_SITE = 'demo.jitt.localhost'

/**
 * Makes sure that this state has an owner with an API key, and the demo's site, through the public API as
 * anyone would. Safe to repeat at any point: the password is written down before it is used.
 * @throws when the API refuses, with its answer.
 */
export async function ensureOwner(state: string, baseUrl: string): Promise<Required<Owner>> {
	const owner = readOwner(state) ?? {
		email: 'owner@jitt.localhost',
		password: randomBytes(12).toString('base64url'),
	}
	writeOwner(state, owner)
	const call = caller(baseUrl)
	const opens = owner.apiKey && (await call('GET', '/api/v1/sites?limit=1', owner.apiKey)).status === 200
	if (owner.apiKey && owner.confirmed && opens) return { ...owner, apiKey: owner.apiKey, confirmed: true }
	const since = Date.now()
	const { email, password } = owner
	let signedIn = await call('POST', '/api/auth/sign-in/email', null, { email, password })
	const isNew = signedIn.status === 401
	if (isNew) await call('POST', '/api/auth/sign-up/email', null, { name: 'Owner', email, password })
	// The address has to be proved: the letter says how, as it does to anybody.
	if (isNew || signedIn.status === 403) {
		const letter = await mailTo(state, email, /^Confirm your e-mail address/, { since })
		signedIn = await call('POST', '/api/auth/confirm', null, { token: tokenOf(linkOf(letter)) })
	}
	const cookie = signedIn.headers
		.getSetCookie()
		.map((line) => line.split(';')[0])
		.join('; ')
	if (!signedIn.ok || !cookie) throw await refusal('sign in the owner', signedIn)
	if (owner.apiKey && opens) return keep(state, { ...owner, apiKey: owner.apiKey, confirmed: true })
	const made = await call('POST', '/api/account/keys', cookie, { name: 'npm start' })
	if (!made.ok) throw await refusal('create an API key', made)
	const { key } = (await made.json()) as { key: string }
	const site = await call('POST', '/api/v1/sites', key, { domain: DEMO_SITE, timezone: 'Etc/UTC' })
	if (!site.ok && (await call('GET', `/api/v1/sites/${DEMO_SITE}`, key)).status !== 200) {
		throw await refusal('create the demo site', site)
	}
	return keep(state, { ...owner, apiKey: key, confirmed: true })
}

function keep(state: string, owner: Required<Owner>): Required<Owner> {
	writeOwner(state, owner)
	return owner
}

/** The token that a link in a letter carries. */
export const tokenOf = (link: string): string => new URL(link).hash.slice(1)

/** Calls the API with a key, or with a session cookie as the dashboard does. */
const caller =
	(baseUrl: string) =>
	(method: string, path: string, who: string | null, body?: unknown): Promise<Response> => {
		const headers = new Headers({ 'content-type': 'application/json', origin: baseUrl })
		if (who?.includes('=')) headers.set('cookie', who)
		else if (who) headers.set('authorization', `Bearer ${who}`)
		return fetch(baseUrl + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
	}

const refusal = async (what: string, answer: Response): Promise<Error> =>
	new Error(`Could not ${what}: ${answer.status} ${(await answer.text()).slice(0, 300)}`)
