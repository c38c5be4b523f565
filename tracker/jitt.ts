import { auto, configure, file, type Options, options } from './config.ts'
import { heard } from './links.ts'
import { flush, measure, route, track } from './page.ts'
import { retry } from './send.ts'

type Api = {
	(...args: unknown[]): unknown
	q?: ArrayLike<unknown>[]
	l?: unknown
	o?: Options
	init?: unknown
}
declare global {
	interface Window {
		jitt?: Api
		plausible?: Api
	}
}

let counted: string
const view = () => {
	counted = route()
	track('pageview')
}
const look = () => {
	if ((CORE || options) && !document.hidden) {
		if (auto && counted !== route()) view()
		if (!CORE) queue.splice(0).map(([a, b, c]: any) => (b?.trim ? track(b, c) : track(a, b)))
	}
}
const push = history.pushState
const name = /^j/.test(file) || window.jitt ? 'jitt' : 'plausible'
const old: Partial<Api> = (!CORE && window[name]) || {}
const queue = old.q || ([] as any)
history.pushState = (...to) => {
	push.apply(history, to)
	look()
}
addEventListener('pageshow', (event) => event.persisted && auto && view())
addEventListener('online', retry)
addEventListener('popstate', look)
if (CORE) {
	addEventListener('visibilitychange', look)
	configure()
	look()
} else {
	addEventListener('scroll', measure)
	for (const type of ['visibilitychange', 'focus', 'blur', 'pagehide'])
		addEventListener(type, () => {
			look()
			measure()
			flush()
		})
	for (const type of ['click', 'auxclick', 'submit']) addEventListener(type, heard, true)
	const api: Api = (window[name] = (...args) => {
		queue.push(args)
		look()
	})
	const init = (api.init = (given?: Options) => {
		configure(given)
		look()
	})
	if (!/^pa-/.test(file) || old.o) init(old.o)
}
