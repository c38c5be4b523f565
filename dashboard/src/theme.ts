import { useState } from 'preact/hooks'
import { keep } from './settings/stored.ts'

/** `system` follows what the operating system asks for. */
export type Theme = 'system' | 'light' | 'dark'

export const isTheme = (text: unknown): text is Theme =>
	text === 'system' || text === 'light' || text === 'dark'

/** The theme that this page shows. `public/theme.js` has shown what is remembered of an earlier one. */
function shown(): Theme {
	const { theme } = document.documentElement.dataset
	return isTheme(theme) ? theme : 'system'
}

/** Shows the page in a theme. */
function show(theme: Theme): void {
	if (theme === 'system') delete document.documentElement.dataset.theme
	else document.documentElement.dataset.theme = theme
}

/** Remembers the theme that the page shows, where that is turned on. */
export function rememberTheme(): void {
	const theme = shown()
	keep('theme', theme === 'system' ? null : theme)
}

/** The theme and how to change it; whether the choice is remembered is chosen under Cookies. */
export function useTheme(): [Theme, (theme: Theme) => void] {
	const [theme, setTheme] = useState(shown)
	return [
		theme,
		(chosen) => {
			show(chosen)
			rememberTheme()
			setTheme(chosen)
		},
	]
}
