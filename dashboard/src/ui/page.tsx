import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Link, useLocation } from 'wouter-preact'
import './page.css'

/**
 * The frame around every page: the way past the header, the header, and the main part, to which the focus goes
 * after a navigation, as it does when a browser loads a page.
 */
export function Page({ tools, children }: { tools: ComponentChildren; children: ComponentChildren }) {
	const [path] = useLocation()
	const main = useRef<HTMLElement>(null)
	const seen = useRef(path)
	const forward = useRef(false)
	useEffect(() => {
		// The router announces its own steps under this name; back and forward are the browser's to scroll.
		const onStep = () => {
			forward.current = location.pathname !== seen.current
		}
		addEventListener('pushState', onStep)
		return () => removeEventListener('pushState', onStep)
	}, [])
	useEffect(() => {
		if (seen.current === path) return
		seen.current = path
		const target = main.current?.querySelector('h1') ?? main.current
		target?.setAttribute('tabindex', '-1')
		target?.focus({ preventScroll: true })
		if (forward.current) scrollTo(0, 0)
		forward.current = false
	}, [path])
	return (
		<>
			<a className="skip" href="#main">
				Skip to the content
			</a>
			<header className="top">
				<div className="top-inner">
					<Link href="/" className="top-brand">
						<img src="/icon.svg" width="24" height="24" alt="" />
						Jitt
					</Link>
					{tools}
				</div>
			</header>
			<main ref={main} className="main" id="main" tabIndex={-1}>
				{children}
			</main>
		</>
	)
}
