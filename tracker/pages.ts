import { route } from './address.ts'

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
	addEventListener('popstate', look)
	addEventListener('visibilitychange', () => counted || look())
	addEventListener('pageshow', (event) => event.persisted && count())
	look()
}
