import { useQuery } from '@tanstack/preact-query'
import { useEffect, useRef, useState } from 'preact/hooks'
import { call } from '../api.ts'
import { Notice } from '../ui/notice.tsx'

/** What Turnstile's script offers (https://developers.cloudflare.com/turnstile/get-started/client-side-rendering/). */
interface Turnstile {
	render(place: HTMLElement, options: { sitekey: string; callback: (answer: string) => void }): string
	remove(id: string): void
}
declare global {
	interface Window {
		turnstile?: Turnstile
	}
}

const SCRIPT = 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit'

/**
 * Shows the challenge where this deployment asks one; nothing else is loaded from elsewhere, ever. An answer is good
 * for one attempt: give it a new `key` for the next.
 */
export function Challenge({ onAnswer }: { onAnswer: (answer: string) => void }) {
	const { data } = useQuery({
		queryKey: ['challenge'],
		queryFn: () => call<{ turnstile: string | null }>('GET', '/api/auth/challenge'),
		staleTime: Number.POSITIVE_INFINITY,
	})
	return data?.turnstile ? <Widget sitekey={data.turnstile} onAnswer={onAnswer} /> : null
}

function Widget({ sitekey, onAnswer }: { sitekey: string; onAnswer: (answer: string) => void }) {
	const place = useRef<HTMLDivElement>(null)
	const [failed, setFailed] = useState(false)
	useEffect(() => {
		let shown: string | null = null
		let gone = false
		load().then(
			(turnstile) => {
				if (gone || !place.current) return
				shown = turnstile.render(place.current, { sitekey, callback: onAnswer })
			},
			() => setFailed(true),
		)
		return () => {
			gone = true
			if (shown !== null) window.turnstile?.remove(shown)
		}
	}, [sitekey])
	if (!failed) return <div ref={place} />
	return (
		<Notice kind="error">
			The check that you are no robot could not be loaded. Allow challenges.cloudflare.com, and reload this
			page.
		</Notice>
	)
}

function load(): Promise<Turnstile> {
	if (window.turnstile) return Promise.resolve(window.turnstile)
	return new Promise((resolve, reject) => {
		const script = Object.assign(document.createElement('script'), { src: SCRIPT, async: true })
		script.onload = () => (window.turnstile ? resolve(window.turnstile) : reject())
		script.onerror = () => reject()
		document.head.append(script)
	})
}
