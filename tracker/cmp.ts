import { consentMode, tcf } from './cmpstandards.ts'
import {
	complianz,
	cookiebot,
	cookieyes,
	klaro,
	oneTrust,
	osano,
	shopify,
	tarteaucitron,
} from './cmptools.ts'

/**
 * Hears what the page's consent tool says and tells the tracker, `jitt.consent.js`, which loads this where its
 * element asks for it (`data-cmp="auto"`). A file of its own: whoever has no such tool does not pay for ten of
 * them, and the tools may come and go without a change to the tracker.
 *
 * A refusal means "no cookies" (`cookieless`); with `data-refused="denied"` on the tracker's element it means "not
 * at all". That nobody has chosen yet is no refusal: then the visitor's law decides.
 */

/** What a tool knows of the visitor's choice about statistics; null = not chosen yet. */
export type Say = (allowed: boolean | null) => void

/**
 * By rank: the word of a tool counts more than that of a standard which the tool may serve as well, and Google's
 * signals, which others send for it, least.
 */
const LISTENERS: ((say: Say) => void)[] = [
	cookiebot,
	oneTrust,
	klaro,
	complianz,
	cookieyes,
	osano,
	tarteaucitron,
	shopify,
	tcf,
	consentMode,
]

const refusal = document.querySelector<HTMLElement>('[data-refused=denied]') ? 'denied' : 'cookieless'
const tell = (choice: string) => window.jitt?.('consent', choice)
let speaker = LISTENERS.length

LISTENERS.forEach((listen, rank) => {
	listen((allowed) => {
		if (rank > speaker) return
		if (allowed !== null) {
			speaker = rank
			tell(allowed ? 'granted' : refusal)
		} else if (speaker === LISTENERS.length || speaker === rank) tell('unset')
	})
})
