import type { ComponentType, VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'
import { Skeleton } from './skeleton.tsx'

/** A page that is loaded when it is first shown, or when somebody asks for it ahead of time. */
type Later<P> = ((props: P) => VNode | null) & { preload: () => void }

/**
 * Makes a page one that is loaded later, so that it weighs nothing before.
 * @param aside it is no page but something beside one: nothing stands in for it, and nobody misses it.
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>, aside = false): Later<P> {
	let loaded: ComponentType<P> | null = null
	const get = async () => {
		loaded = await load()
		return loaded
	}
	// What fails ahead of time is tried again when it is needed.
	const preload = () => void get().catch(() => undefined)
	const Page = (props: P) => {
		const [Loaded, setLoaded] = useState<ComponentType<P> | null>(() => loaded)
		const [failed, setFailed] = useState(false)
		useEffect(() => {
			if (Loaded) return
			get().then(
				(component) => setLoaded(() => component),
				() => setFailed(true),
			)
		}, [])
		if (Loaded) return <Loaded {...props} />
		if (aside) return null
		if (!failed) return <Skeleton lines={6} />
		// Nothing but a new start helps where a new version has taken the place of the one that runs here.
		return (
			<Notice kind="error">
				<p>This page could not be loaded.</p>
				<Button onClick={() => location.reload()}>Reload</Button>
			</Notice>
		)
	}
	return Object.assign(Page, { preload })
}
