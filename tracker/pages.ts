import { route } from './address.ts'
import { listen } from './listen.ts'

/**
 * Watches which pages a person comes to see: the first once it is visible (a prerendered page or one in a
 * background tab is not visited yet), then every change of address that makes no new document, and a page that
 * comes back out of the back/forward cache. `history.replaceState` alone is no navigation.
 * @param count called for each of them.
 */
export const watchPages = (count: () => void): void => {
	let counted: string | undefined
	const look = () => {
		if ((counted || !document.hidden) && counted !== route()) {
			counted = route()
			count()
		}
	}
	const push = history.pushState
	history.pushState = (...to) => {
		push.apply(history, to)
		look()
	}
	listen('popstate', look)
	listen('visibilitychange', () => counted || look())
	listen('pageshow', (event) => event.persisted && count())
	look()
}
