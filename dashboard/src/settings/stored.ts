/** Everything that our own pages may store on a device, in one table, and the only way to store it. */

/** What a person may turn on. */
export type Optional = 'theme' | 'hint' | 'keys'

interface Stored {
	/** As the browser lists it; cookies have a prefix before it over https (`__Secure-`). */
	name: string
	kind: 'cookie' | 'local storage'
	purpose: string
	lasts: string
	/** What may be turned on; null for what the service cannot do without, or what is only there because one asked for it. */
	optional: Optional | null
	/** What does not work without it. */
	without: string
}

/** The list of what was turned on. Nothing turned on = no list. */
const CHOSEN = 'jitt-choices'

export const STORED: readonly Stored[] = [
	{
		name: 'jitt.session_token',
		kind: 'cookie',
		purpose: 'Says who is signed in.',
		lasts: '14 days after the last visit, or until you sign out',
		optional: null,
		without: 'You cannot sign in.',
	},
	{
		name: 'jitt.two_factor',
		kind: 'cookie',
		purpose: 'Between password and second factor: whose turn it is.',
		lasts: '10 minutes at most',
		optional: null,
		without: 'You cannot sign in with a second factor.',
	},
	{
		name: 'jitt.dont_remember',
		kind: 'cookie',
		purpose: 'Says that this sign-in ends with the browser. It is there only after you asked for that.',
		lasts: 'until the browser is closed',
		optional: null,
		without: 'You stay signed in for 14 days.',
	},
	{
		name: CHOSEN,
		kind: 'local storage',
		purpose: 'Remembers what you turn on here. It is not there as long as nothing is.',
		lasts: 'until you turn everything off',
		optional: null,
		without: 'Nothing optional can be turned on.',
	},
	{
		name: 'jitt_optout',
		kind: 'cookie',
		purpose: 'Remembers that you do not want to be counted here. It is there only after you said so.',
		lasts: '13 months, or until you take it back',
		optional: null,
		without: 'The choice holds for the page on which you make it.',
	},
	{
		name: 'jitt-theme',
		kind: 'local storage',
		purpose: 'Remembers whether you chose light or dark.',
		lasts: 'until you turn it off',
		optional: 'theme',
		without: 'Pages follow your system again whenever they are loaded.',
	},
	{
		name: 'jitt-was-in',
		kind: 'local storage',
		purpose:
			'Remembers that somebody was signed in on this browser, so that pages ask for their data at once.',
		lasts: 'until you sign out',
		optional: 'hint',
		without: 'The first page takes a moment longer.',
	},
	{
		name: 'jitt:keys-off',
		kind: 'local storage',
		purpose: 'Remembers that you switched off the single-key shortcuts.',
		lasts: 'until you switch them on again',
		optional: 'keys',
		without: 'The shortcuts are on again whenever a page is loaded.',
	},
]

const nameOf = (which: Optional): string => STORED.find(({ optional }) => optional === which)?.name ?? which

/** What the person turned on in this browser. */
export function chosen(): Set<Optional> {
	try {
		const list: unknown = JSON.parse(localStorage.getItem(CHOSEN) ?? '[]')
		const known = STORED.flatMap(({ optional }) => (optional ? [optional] : []))
		return new Set(known.filter((one) => Array.isArray(list) && list.includes(one)))
	} catch {
		return new Set()
	}
}

/** Turns something on or off; what is off is removed at once. */
export function choose(which: Optional, on: boolean): void {
	const now = chosen()
	if (on) now.add(which)
	else now.delete(which)
	try {
		if (now.size > 0) localStorage.setItem(CHOSEN, JSON.stringify([...now]))
		else localStorage.removeItem(CHOSEN)
	} catch {}
	tidy()
}

/** Removes what was stored before it had to be chosen, or came back from a backup. */
export function tidy(): void {
	const now = chosen()
	try {
		for (const { optional, name } of STORED) {
			if (optional && !now.has(optional)) localStorage.removeItem(name)
		}
	} catch {}
}

/** What is remembered; null where nothing is, or storage is closed to us. */
export function kept(which: Optional): string | null {
	try {
		return localStorage.getItem(nameOf(which))
	} catch {
		return null
	}
}

/** Remembers a value, or forgets it; nothing is remembered that was not turned on. */
export function keep(which: Optional, value: string | null): void {
	try {
		if (value === null) localStorage.removeItem(nameOf(which))
		else if (chosen().has(which)) localStorage.setItem(nameOf(which), value)
	} catch {}
}
