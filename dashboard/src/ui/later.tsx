import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'
import { Skeleton } from './skeleton.tsx'

/** A page that is loaded when it is first shown, so that it weighs nothing before. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
	let loaded: ComponentType<P> | null = null
	return function Later(props: P) {
		const [Loaded, setLoaded] = useState<ComponentType<P> | null>(() => loaded)
		const [failed, setFailed] = useState(false)
		useEffect(() => {
			if (Loaded) return
			load().then(
				(component) => {
					loaded = component
					setLoaded(() => component)
				},
				() => setFailed(true),
			)
		}, [])
		if (Loaded) return <Loaded {...props} />
		if (!failed) return <Skeleton lines={6} />
		// Nothing but a new start helps where a new version has taken the place of the one that runs here.
		return (
			<Notice kind="error">
				<p>This page could not be loaded.</p>
				<Button onClick={() => location.reload()}>Reload</Button>
			</Notice>
		)
	}
}
