import { type Status, signal } from './choice.ts'

/**
 * How the element speaks with the door, also where the tracker is blocked or is another one of ours. Where the
 * site's own path leads to Jitt, HTTP keeps the cookies; elsewhere the scripts do.
 */

/** What the element shows of a site's manifest, if it answers. */
export interface Manifest {
	links?: { page?: string }
	retention?: { events_days?: number }
	outcomes?: { rules?: { rule?: string; law?: string }[] }[]
	fields?: { field?: string; purpose?: string; kept?: boolean }[]
}

/** What came of a message: an answer's content, or why there is none. */
export type Answer<T> = { ok: true; value: T } | { ok: false; tooMany: boolean }

/** 390 days, as the tracker's. */
const LIFE_SECONDS = 33_696_000

/** Writes a first-party cookie; null takes it away. */
const keep = (key: string, value: string | null): void => {
	const secure = location.protocol === 'https:' ? ';Secure' : ''
	const life = value === null ? 0 : LIFE_SECONDS
	// biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is younger than the browsers we run in
	document.cookie = `${key}=${value ?? ''};Path=/;Max-Age=${life};SameSite=Lax${secure}`
}

const kept = (key: string): string | undefined =>
	new RegExp(`(?:^|; )${key}=([\\w-]+)`).exec(document.cookie)?.[1]

export class PrivacyDoor {
	readonly #domain: string
	/** Where the endpoints are: `/_j`, or `https://host/api`. */
	readonly #base: string
	/** Whether HTTP keeps the cookies. */
	readonly ownPath: boolean

	constructor(domain: string, base: string) {
		this.#domain = domain
		this.#base = base
		this.ownPath = base.startsWith('/') || base.startsWith(`${location.origin}/_j`)
	}

	/** The tracker with the visitor's choice, if it runs on this page. */
	get #tracker() {
		return window.jitt?.choice ? window.jitt : undefined
	}

	/** Whether there may be something under an id. */
	get mayHold(): boolean {
		return this.ownPath || kept('jitt') !== undefined
	}

	/** What applies to this visitor, here and now. Where the door does not answer: what the browser knows. */
	async status(): Promise<Partial<Status>> {
		const known = { consent: this.#consent, signal: signal() }
		// Whoever has opted out is left alone, by us too.
		if (kept('jitt_optout') === '1') return { ...known, optedOut: true }
		const answer = await this.#post<Partial<Status>>('status', { ck: kept('jitt') ?? 1 })
		return { ...known, ...(answer.ok && answer.value), consent: known.consent }
	}

	async manifest(): Promise<Manifest> {
		const host = new URL(this.#base, location.href)
		const url = new URL(`/.well-known/jitt/manifest/${this.#domain}`, host)
		const answer = await read<Manifest>(fetch(url, { credentials: 'omit' }))
		return answer.ok ? answer.value : {}
	}

	/** Remembers whether a statistics cookie is welcome: the element is a consent tool too. */
	async allow(cookie: boolean): Promise<boolean> {
		const choice = cookie ? 'granted' : 'cookieless'
		keep('jitt_choice', choice)
		if (this.#tracker) {
			this.#tracker('consent', choice)
			return true
		}
		const ck = kept('jitt')
		if (!cookie) keep('jitt', null)
		return (await this.#post('consent', { ck })).ok
	}

	async count(counted: boolean): Promise<boolean> {
		if (this.#tracker) {
			this.#tracker(counted ? 'optin' : 'optout')
			return true
		}
		const ck = kept('jitt')
		keep('jitt_optout', counted ? null : '1')
		if (!counted) keep('jitt', null)
		return (await this.#post(counted ? 'optin' : 'optout', { ck })).ok
	}

	/** Everything that is held under the visitor's id. */
	held(): Promise<Answer<unknown>> {
		return this.ownPath ? this.#own('GET') : this.#post('me', { ck: kept('jitt') })
	}

	async erase(): Promise<Answer<unknown>> {
		const answer = await (this.ownPath
			? this.#own('DELETE')
			: this.#post('me', { ck: kept('jitt'), erase: true }))
		if (answer.ok && kept('jitt')) keep('jitt', null)
		return answer
	}

	get #consent(): Status['consent'] {
		const told = this.#tracker?.('status') as Status | undefined
		return told?.consent ?? ((kept('jitt_choice') as Status['consent'] | undefined) || 'unset')
	}

	#own<T>(method: string): Promise<Answer<T>> {
		return read(fetch(`${this.#base}/me?d=${encodeURIComponent(this.#domain)}`, { method }))
	}

	#post<T>(to: string, fields: { ck?: unknown; erase?: true }): Promise<Answer<T>> {
		const { ck, ...more } = fields
		const body = { d: this.#domain, c: this.#consent, ...more, ...(!this.ownPath && { ck }) }
		return read(
			fetch(`${this.#base}/${to}`, {
				method: 'POST',
				body: JSON.stringify(body),
				keepalive: true,
				credentials: this.ownPath ? 'same-origin' : 'omit',
				referrerPolicy: 'no-referrer',
			}),
		)
	}
}

async function read<T>(request: Promise<Response>): Promise<Answer<T>> {
	try {
		const answer = await request
		if (!answer.ok) return { ok: false, tooMany: answer.status === 429 }
		return { ok: true, value: (await answer.json()) as T }
	} catch {
		return { ok: false, tooMany: false }
	}
}
