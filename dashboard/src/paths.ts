/** Addresses of the dashboard. Pages that belong to no site have names without a dot, sites' names have one. */

/** The site that a path is about; null where it is about none. */
export function domainOf(path: string): string | null {
	const [, first = ''] = path.split('/')
	let name = first
	try {
		name = decodeURIComponent(first)
	} catch {
		return null
	}
	return name.includes('.') || name === 'localhost' ? name : null
}

/** The site whose public page a path is; null where it is none. No site is called `public`: names have a dot. */
export function publicDomainOf(path: string): string | null {
	const [, first, rest = ''] = path.split('/')
	return first === 'public' ? domainOf(`/${rest}`) : null
}

/** Where a history entry says to go on after signing in; the list of sites where it says nothing. */
export function nextPath(state: unknown): string {
	const next = typeof state === 'object' && state !== null && 'next' in state ? state.next : null
	// One slash only: two would name another host.
	return typeof next === 'string' && /^\/(?![/\\])/.test(next) && !/^\/sign-/.test(next) ? next : '/'
}

/** Whether the page of the design system is served: to people who work on it. */
export const servesDesign = (hostname: string, development = import.meta.env.DEV): boolean =>
	development || /(^|\.)localhost$|^127(\.\d+){3}$|^\[::1\]$/.test(hostname)
