import { useState } from 'preact/hooks'

/** `system` follows what the operating system asks for. */
export type Theme = 'system' | 'light' | 'dark'

const STORED = 'jitt-theme'

export const isTheme = (text: unknown): text is Theme =>
	text === 'system' || text === 'light' || text === 'dark'

/** The person's choice on this browser; `system` where there is none or storage is closed to us. */
function storedTheme(): Theme {
	try {
		const stored = localStorage.getItem(STORED)
		return isTheme(stored) ? stored : 'system'
	} catch {
		return 'system'
	}
}

/** Shows the page in a theme; `public/theme.js` does so when a page is loaded. */
function show(theme: Theme): void {
	if (theme === 'system') delete document.documentElement.dataset.theme
	else document.documentElement.dataset.theme = theme
}

/** The theme and how to change it; the choice is remembered. */
export function useTheme(): [Theme, (theme: Theme) => void] {
	const [theme, setTheme] = useState(storedTheme)
	return [
		theme,
		(chosen) => {
			try {
				if (chosen === 'system') localStorage.removeItem(STORED)
				else localStorage.setItem(STORED, chosen)
			} catch {}
			show(chosen)
			setTheme(chosen)
		},
	]
}
