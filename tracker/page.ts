import { data, hash, options, type Props } from './config.ts'
import { signal, silent } from './quiet.ts'
import { attempt, type Result, retry } from './send.ts'
export interface Details {
	props?: Props | undefined
	revenue?: { amount: number | string; currency: string }
	interactive?: boolean
	url?: string
	callback?: (result?: Result) => void
	sd?: number
	e?: number
}
const fragment = (url: URL | Location) => (hash ? (url.hash.split('?')[0] as string) : '')
export const route = (): string => location.pathname + fragment(location)
export const address = (href: string): string => {
	const url = new URL(href, location.href)
	const query = url.searchParams
	for (const name of [...query.keys()])
		if (
			!/^([gw]braid|(g|fb|tw)clid|msclkid|utm_(source|medium|campaign|content|term)|source|ref)$/.test(name)
		)
			query.delete(name)
		else if (/id$/.test(name)) query.set(name, 1 as never)
	url.hash = fragment(url)
	return url.href
}

let page: Details
let pixels: number
let sent: number
let height: number
let engaged: number
let since: number

export const measure = (): void => {
	height = document.documentElement.scrollHeight
	pixels = Math.max(pixels, scrollY + innerHeight)
}
export const flush = (): void => {
	const now = performance.now()
	engaged += since && now - since
	since = !document.hidden && document.hasFocus() ? now : 0
	if (pixels > sent || engaged >= 3000) {
		track('engagement', page, { sd: ((pixels / height) * 100 + 0.5) | 0, e: engaged | 0 })
		sent = pixels
		engaged = 0
	}
}

export const track = (n: string, details: Details = {}, extra?: object): void => {
	const s = signal()
	const d = data.domain || location.hostname.replace(/^www\./, '')
	if (CORE) {
		if (!silent()) {
			retry()
			attempt(
				JSON.stringify(
					s
						? { n, d, s }
						: { n, v: 1, d, u: address(location.href), h: hash, r: document.referrer.split('?')[0] },
				),
				0,
			)
		}
		return
	}
	const { customProperties: custom } = options as any
	const url = address(details.url || location.href)
	const props = { ...(typeof custom === 'function' ? custom(n) : custom), ...details.props }
	if (n === 'pageview') {
		flush()
		page = { url, props }
		pixels = sent = engaged = 0
		for (let i = 16; --i; ) setTimeout(measure, i * 200)
	}
	if (silent() || (s && n !== 'pageview')) details.callback?.()
	else {
		retry()
		attempt(
			JSON.stringify(
				s
					? { n, d, s }
					: {
							n,
							v: 1,
							d,
							u: url,
							p: props,
							h: hash,
							r: document.referrer.split('?')[0],
							$: details.revenue,
							i: details.interactive,
							...extra,
						},
			),
			0,
			details.callback,
		)
	}
}
