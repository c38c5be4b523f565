// Before the first paint: the theme that was chosen on this browser. src/theme.ts writes it.
try {
	const theme = localStorage.getItem('jitt-theme')
	if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
	// Storage may be closed to us: then the page follows the system.
}
