import { useEffect } from 'preact/hooks'

/** Names the browser's tab after what the page shows. */
export function useTitle(...parts: string[]): void {
	const title = [...parts, 'Jitt'].join(' · ')
	useEffect(() => {
		document.title = title
	}, [title])
}
