import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Link } from 'wouter-preact'
import './page.css'

/** Pages that need no account and no script: made at build, outside the dashboard, but for the last. */
const FOOT = [
	['/welcome', 'About'],
	['/legal/contact', 'Contact'],
	['/legal/privacy', 'Privacy'],
	['/legal/terms', 'Terms'],
	['/cookies', 'Cookies'],
	['/incidents', 'Incidents'],
] as const

interface PageProps {
	/** What tells this page from others; null while nobody knows yet what it will be. */
	place: string | null
	tools: ComponentChildren
	children: ComponentChildren
}

/**
 * The frame around every page: the way past the header, the header, and the main part, to which the focus goes
 * after a navigation, as it does when a browser loads a page.
 */
export function Page({ place, tools, children }: PageProps) {
	const main = useRef<HTMLElement>(null)
	const seen = useRef(place)
	const path = useRef(location.pathname)
	const forward = useRef(false)
	useEffect(() => {
		// The router announces its own steps under this name; back and forward are the browser's to scroll.
		const onStep = () => {
			forward.current = location.pathname !== path.current
		}
		addEventListener('pushState', onStep)
		return () => removeEventListener('pushState', onStep)
	}, [])
	useEffect(() => {
		path.current = location.pathname
		const before = seen.current
		seen.current = place
		if (before === null || before === place) return
		const target = main.current?.querySelector('h1') ?? main.current
		target?.setAttribute('tabindex', '-1')
		target?.focus({ preventScroll: true })
		if (forward.current) scrollTo(0, 0)
		forward.current = false
	}, [place])
	return (
		<>
			<a className="skip" href="#main">
				Skip to the content
			</a>
			<header className="top">
				<div className="top-inner">
					<Link href="/" className="top-brand">
						<img src="/icon.svg" width="24" height="24" alt="" />
						<span>Jitt</span>
					</Link>
					{tools}
				</div>
			</header>
			<main ref={main} className="main" id="main" tabIndex={-1}>
				{children}
			</main>
			<footer className="foot">
				{FOOT.map(([href, label]) => (
					<a key={href} href={href}>
						{label}
					</a>
				))}
			</footer>
		</>
	)
}
