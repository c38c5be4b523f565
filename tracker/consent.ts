import {
	announce,
	type Consent,
	choose,
	consent,
	keep,
	last,
	ownId,
	refuses,
	type Status,
	status,
} from './choice.ts'
import { data, script } from './script.ts'
import { end, tell } from './tell.ts'
import { hold, release } from './turn.ts'

/** Under `required` everything waits for a choice, as long as a timer lasts. */
const gate = (): void => {
	if (data.consent === 'required' && consent === 'unset' && !refuses()) hold(2e9)
	else release()
}

const changed = (): void => {
	announce()
	gate()
}

const opt = (out: boolean): void => {
	keep('jitt_optout', 1, out ? undefined : 0)
	choose(consent)
	if (out) {
		// Where no cookie can be kept this page remembers.
		last.reason = 'optout'
		end()
	} else tell('optin')
	changed()
}

/** The API beside `event`. Without a prototype: a page may have an event named `constructor`. */
export const commands = {
	__proto__: null,

	/** Told again it changes nothing. Whatever is no known choice is none. A withdrawal ends the id. */
	consent(to: string) {
		const next = /^(granted|cookieless|denied)$/.test(to) ? (to as Consent) : 'unset'
		if (next === consent) return gate()
		const had = consent === 'granted' || last.outcome === 'cookie' || ownId()
		choose(next)
		if (had && next !== 'granted') end()
		changed()
	},

	optout: () => opt(true),
	optin: () => opt(false),

	/** What is known here; a callback gets what the door says, unless nothing may be sent. */
	status(callback?: (status: Status) => void) {
		if (refuses()) callback?.(status())
		else if (callback)
			tell('status', async (result) => {
				const answer = result as Response
				callback({ ...status(), ...(answer.ok && (await answer.json())) })
			})
		return status()
	},
} as unknown as Record<string, (given: unknown) => unknown>

if (CONSENT) {
	gate()
	if (data.cmp === 'auto') {
		// The page has a consent tool: the first page view waits a second for its word.
		const element = document.createElement('script')
		element.nonce = script.nonce
		element.src = new URL('jitt.cmp.js', script.src) as unknown as string
		document.head.append(element)
		hold(1000)
	}
}
