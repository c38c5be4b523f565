import { commands } from './consent.ts'
import { measure, settle } from './engagement.ts'
import { hear } from './links.ts'
import { listen } from './listen.ts'
import { type Options, options } from './options.ts'
import { watchPages } from './pages.ts'
import { wishes } from './script.ts'
import { type Details, track } from './track.ts'

type Call =
	| [name: string, details?: Details]
	| [command: 'event', name: string, details?: Details]
	// Of the script with the visitor's choice.
	| [command: 'consent', choice: string]
	| [command: 'optout' | 'optin' | 'status']

/**
 * `plausible(name, details)` or `jitt('event', name, details)`, and the commands of `consent.ts`. Before we are here a page may have a stub that
 * keeps the calls in `q` and the options of `init` in `o`.
 */
interface Api {
	(...call: Call): unknown
	init?: (given?: Options) => void
	q?: Call[]
	o?: Options
	/** Running: neither a second `init` nor a second copy of the script does anything. */
	l?: boolean
	/** Knows the commands of the visitor's choice; to the other scripts they would be events. */
	choice?: boolean
}

declare global {
	interface Window {
		jitt?: Api
		plausible?: Api
	}
}

// The scripts that do more go by our own name only.
const name = OWN || /^j/.test(wishes) || window.jitt ? 'jitt' : 'plausible'
const stub: Partial<Api> = (OWN ? window.jitt : window[name]) || {}

if (!stub.l) {
	const queue: { push(call: Call): unknown; splice(start: number): Call[] } = stub.q || []
	const take = ([first, second, third]: Call) =>
		typeof second === 'string' ? track(second, third) : track(first, second)
	const api: Api = (...call) => {
		// A choice need not wait for a page view.
		const command = CONSENT && commands[call[0]]
		if (command) return command(call[1])
		queue.push(call)
	}
	api.init = (given) => {
		if (api.l) return
		api.l = true
		Object.assign(options, given)
		if (CONSENT) api.choice = true
		if (CONSENT) queue.splice(0).map((call) => api(...call))
		listen('click', hear, true)
		listen('auxclick', hear, true)
		listen('submit', hear, true)
		listen('visibilitychange', settle)
		listen('focus', settle)
		listen('blur', settle)
		listen('scroll', measure)
		watchPages(() => {
			if (options.autoCapturePageviews) track('pageview')
			// From the first page seen on, after its page view, events need not wait.
			queue.push = take
			queue.splice(0).map(take)
		})
	}
	if (OWN) window.jitt = api
	else window[name] = api
	window.plausible ||= api
	// Plausible's newest snippet calls `init` itself, perhaps after us.
	if (OWN || !/^pa-/.test(wishes) || stub.o) api.init(stub.o)
}
