import type { Status } from './choice.ts'
import { el, type Part } from './element.ts'
import { type Answer, type Manifest, PrivacyDoor } from './privacydoor.ts'
import { STYLE } from './privacystyle.ts'
import { en, type Texts } from './texts/en.ts'
import { fill, languageOf } from './texts/language.ts'
import { nameOf, ownTexts } from './wording.ts'

/**
 * `<jitt-privacy>`: shows what is measured on this site and by which rule, and takes the visitor's choice.
 *
 * Attributes: `domain` (by default the tracker's, or the host), `path` (the site's own path to Jitt, `/_j`) or `api`
 * (by default where this script came from), `lang`, `texts` (JSON; or a child `<script type="application/json">`)
 * for wordings of the owner's.
 */

const home = (document.currentScript as HTMLScriptElement).src

class JittPrivacy extends HTMLElement {
	readonly #parts = new Map<string, HTMLElement>()
	#texts: Texts = en
	#language = 'en'
	#begun = false
	#door: PrivacyDoor | undefined
	#status: Partial<Status> = {}
	#manifest: Manifest = {}
	#timer: ReturnType<typeof setTimeout> | undefined
	/** A choice is told of twice, when it is made and when it is answered: we ask once. */
	readonly #changed = () => {
		clearTimeout(this.#timer)
		this.#timer = setTimeout(() => void this.#refresh(), 100)
	}

	connectedCallback(): void {
		addEventListener('jitt:consent', this.#changed)
		void this.#start()
	}

	disconnectedCallback(): void {
		removeEventListener('jitt:consent', this.#changed)
	}

	get #domain(): string {
		const tracked = document.querySelector<HTMLElement>('script[data-domain]')?.dataset.domain
		return this.getAttribute('domain') || tracked || location.hostname.replace(/^www\./, '')
	}

	async #start(): Promise<void> {
		if (!this.#begun) {
			this.#begun = true
			await this.#read()
			this.#build()
		}
		await this.#refresh(true)
	}

	/** Finds the reader's language and loads its texts; where they do not come, it is English. */
	async #read(): Promise<void> {
		const code = languageOf([this.closest<HTMLElement>('[lang]')?.lang ?? '', ...navigator.languages])
		try {
			if (code !== 'en') {
				const answer = await fetch(new URL(`jitt.privacy.${code}.json`, home), { credentials: 'omit' })
				this.#texts = { ...en, ...((await answer.json()) as Partial<Texts>) }
				this.#language = code
			}
		} catch {
			// As said.
		}
		this.#texts = { ...this.#texts, ...ownTexts(this) }
	}

	#build(): void {
		const from = home.replace(/\/js\/[^/]*$/, '')
		const base =
			this.getAttribute('path') || this.getAttribute('api') || (/\/_j$/.test(from) ? from : `${from}/api`)
		this.#door = new PrivacyDoor(this.#domain, base.replace(/\/$/, ''))
		const part: Part = (key, element) => {
			this.#parts.set(key, element)
			return element
		}
		const root = this.attachShadow({ mode: 'open' })
		root.append(this.#content(part))
		// A page's policy may forbid style elements; sheets that a script makes are no such thing.
		if ('adoptedStyleSheets' in root) {
			const sheet = new CSSStyleSheet()
			sheet.replaceSync(STYLE)
			root.adoptedStyleSheets = [sheet]
		} else (root as ShadowRoot).prepend(el('style', {}, STYLE))
	}

	#content(part: Part): HTMLElement {
		const t = this.#texts
		const button = (key: keyof Texts, act: () => void) => {
			const element = part(key, el('button', { type: 'button', part: 'button' }, t[key]))
			element.addEventListener('click', act)
			return element
		}
		const allow = part(
			'allow',
			el('input', { type: 'checkbox', 'aria-describedby': 'note' }),
		) as HTMLInputElement
		allow.addEventListener('change', () => void this.#act(async (door) => door.allow(allow.checked), 'saved'))
		const title = fill(t.title, { site: this.#domain })
		return el(
			'section',
			{ part: 'box', 'aria-labelledby': 'title', lang: this.#language },
			el('h2', { id: 'title', part: 'title' }, title),
			part('applies', el('p', { part: 'text' })),
			part('signal', el('p', { part: 'signal', class: 'signal', hidden: '' })),
			part('rule', el('p', { part: 'text', hidden: '' })),
			part('kept', el('p', { part: 'text', hidden: '' })),
			part(
				'fields',
				el(
					'details',
					{ part: 'text', hidden: '' },
					el('summary', {}, t.fields),
					part('list', el('ul', { lang: 'en' })),
				),
			),
			el('p', { part: 'text' }, part('more', el('a', { part: 'link', hidden: '' }, t.more))),
			part(
				'cookies',
				el(
					'fieldset',
					{ part: 'field', hidden: '' },
					el('legend', {}, t.cookies),
					el('label', {}, allow, t.allow),
					el('p', { id: 'note', part: 'note' }, t.allowNote),
				),
			),
			el(
				'fieldset',
				{ part: 'field' },
				el('legend', {}, t.count),
				part('out', el('p', { part: 'note', hidden: '' }, t.out)),
				button('optOut', () => void this.#act((door) => door.count(false), 'out')),
				button('optIn', () => void this.#act((door) => door.count(true), 'saved')),
				el('p', { part: 'note' }, t.lasting),
				part('safari', el('p', { part: 'note' }, t.safari)),
				el('p', { part: 'note' }, t.durable),
			),
			part(
				'held',
				el(
					'fieldset',
					{ part: 'field', hidden: '' },
					el('legend', {}, t.held),
					button('download', () => void this.#download()),
					button('erase', () => void this.#erase()),
				),
			),
			part('said', el('p', { part: 'note', role: 'status', 'aria-live': 'polite' })),
		)
	}

	/** Asks the door again, and shows what it says. */
	async #refresh(first = false): Promise<void> {
		const door = this.#door
		if (!door) return
		const [status, manifest] = await Promise.all([door.status(), first ? door.manifest() : this.#manifest])
		this.#status = status
		this.#manifest = manifest
		this.#show(door)
	}

	#show(door: PrivacyDoor): void {
		const t = this.#texts
		const { mode, outcome, rule, signal, consent, optedOut } = this.#status
		const { links, retention, fields } = this.#manifest
		const applies = optedOut || consent === 'denied' ? 'none' : (outcome ?? 'unknown')
		this.#say('applies', t[applies])
		this.#say('signal', signal ? fill(t.signal, { signal: signal.toUpperCase() }) : '')
		this.#say('rule', rule ? fill(t.rule, { rule: nameOf(rule, this.#language, t, this.#manifest) }) : '')
		const days = retention?.events_days
		this.#say('kept', days ? fill(t.kept, { days: String(days) }) : '')
		const lines = (fields ?? [])
			.filter(({ kept }) => kept)
			.map(({ field, purpose }) => `${field}: ${purpose}`)
		this.#parts.get('list')?.replaceChildren(...lines.map((line) => el('li', {}, line)))
		this.#reveal('fields', lines.length > 0)
		if (links?.page) this.#parts.get('more')?.setAttribute('href', links.page)
		this.#reveal('more', links?.page !== undefined)
		const cookie = mode === 'cookie'
		this.#reveal('cookies', cookie && !optedOut)
		const allow = this.#parts.get('allow') as HTMLInputElement
		// Where the law asks nobody, the cookie is allowed until somebody says no.
		allow.checked = consent === 'granted' || (consent === 'unset' && outcome === 'cookie')
		const focus = this.shadowRoot?.activeElement
		this.#reveal('out', optedOut === true)
		this.#reveal('optOut', !optedOut)
		this.#reveal('optIn', optedOut === true)
		this.#reveal('safari', !door.ownPath)
		this.#reveal('held', cookie && door.mayHold)
		// The button that was pressed has gone: its counterpart takes the focus.
		if (focus && (focus as HTMLElement).hidden) this.#parts.get(optedOut ? 'optIn' : 'optOut')?.focus()
	}

	async #act(change: (door: PrivacyDoor) => Promise<boolean>, done: keyof Texts): Promise<void> {
		if (!this.#door) return
		const ok = await change(this.#door)
		await this.#refresh()
		this.#say('said', this.#texts[ok ? done : 'failed'])
	}

	async #download(): Promise<void> {
		const answer = await this.#door?.held()
		if (!answer?.ok) return this.#fail(answer)
		const url = URL.createObjectURL(
			new Blob([JSON.stringify(answer.value, null, '\t')], { type: 'application/json' }),
		)
		el('a', { href: url, download: `${this.#domain}.json` }).click()
		setTimeout(() => URL.revokeObjectURL(url), 10_000)
		this.#say('said', '')
	}

	async #erase(): Promise<void> {
		const answer = await this.#door?.erase()
		if (!answer?.ok) return this.#fail(answer)
		await this.#refresh()
		this.#say('said', this.#texts.erased)
	}

	#fail(answer: Answer<unknown> | undefined): void {
		this.#say('said', this.#texts[answer?.ok === false && answer.tooMany ? 'later' : 'failed'])
	}

	/** Puts a text where it belongs; a blank one hides the place, but for the one that is read out. */
	#say(key: string, text: string): void {
		const element = this.#parts.get(key)
		if (element) element.textContent = text
		if (key !== 'said') this.#reveal(key, text !== '')
	}

	#reveal(key: string, is: boolean): void {
		const element = this.#parts.get(key)
		if (element) element.hidden = !is
	}
}

if (!customElements.get('jitt-privacy')) customElements.define('jitt-privacy', JittPrivacy)
