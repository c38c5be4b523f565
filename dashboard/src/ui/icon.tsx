/** Outlines in a box of 16 by 16, drawn with a stroke of 1.5. */
const PATHS = {
	add: 'M8 3v10M3 8h10',
	alert: 'M8 2 1.5 13.5h13zM8 6.5v3M8 11.6v.1',
	back: 'M9.5 3.5 5 8l4.5 4.5',
	calendar: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 1.5v3M10.5 1.5v3',
	check: 'M3 8.5 6.5 12 13 4.5',
	chevron: 'M4 6l4 4 4-4',
	clock: 'M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 1 0 0-12.5M8 4.5V8l2.5 1.5',
	close: 'M4 4l8 8M12 4l-8 8',
	code: 'M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5',
	copy: 'M5.5 5.5h8v8h-8zM3 10.5h-.5v-8h8V3',
	device: 'M4.5 1.5h7v13h-7zM7.25 12.25h1.5',
	down: 'M8 2.5v11M3.5 9 8 13.5 12.5 9',
	download: 'M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11',
	external: 'M6 3H3v10h10v-3M9 2.5h4.5V7M13 3 7 9',
	filter: 'M2 3.5h12M4.5 8h7M6.5 12.5h3',
	forward: 'M6.5 3.5 11 8l-4.5 4.5',
	globe:
		'M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 1 0 0-12.5M1.75 8h12.5M8 1.75c3.6 3.6 3.6 8.9 0 12.5M8 1.75c-3.6 3.6-3.6 8.9 0 12.5',
	info: 'M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 1 0 0-12.5M8 7.25v4M8 4.7v.1',
	key: 'M5 7.5a3 3 0 1 0 0 6a3 3 0 1 0 0-6M7.2 8.3 13 2.5M10.5 5l2 2',
	link: 'M7 4.5 9 2.6a3 3 0 0 1 4.3 4.3L11.3 9M9 11.5l-2 1.9a3 3 0 0 1-4.3-4.3L4.7 7M6 10l4-4',
	menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
	moon: 'M13.5 9.5A5.75 5.75 0 1 1 6.5 2.5a4.75 4.75 0 0 0 7 7z',
	page: 'M3.5 1.5h6l3 3v10h-9zM9 1.5V5h3.5',
	search: 'M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M10.5 10.5 14 14',
	settings: 'M2 4.5h6.5M11.5 4.5H14M2 11.5h2.5M7.5 11.5H14M10 3v3M6 10v3',
	signOut: 'M6.5 2.5h-4v11h4M6 8h8M11 5l3 3-3 3',
	sun: 'M8 5.25a2.75 2.75 0 1 0 0 5.5a2.75 2.75 0 1 0 0-5.5M8 1.2v1.6M8 13.2v1.6M1.2 8h1.6M13.2 8h1.6M3.2 3.2l1.1 1.1M11.7 11.7l1.1 1.1M12.8 3.2l-1.1 1.1M4.3 11.7l-1.1 1.1',
	system: 'M1.75 2.75h12.5v8.5H1.75zM5.5 14h5M8 11.5V14',
	trash: 'M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.6 9h6.8l.6-9M6.7 7v4M9.3 7v4',
	up: 'M8 13.5v-11M3.5 7 8 2.5 12.5 7',
	user: 'M8 2a3 3 0 1 0 0 6a3 3 0 1 0 0-6M2.5 14a5.5 5.5 0 0 1 11 0',
} as const

export type IconName = keyof typeof PATHS

/** A small picture beside words: screen readers pass over it. */
export function Icon({ name, className = '' }: { name: IconName; className?: string }) {
	return (
		<svg
			className={`icon ${className}`}
			viewBox="0 0 16 16"
			width="16"
			height="16"
			fill="none"
			stroke="currentColor"
			stroke-width="1.5"
			stroke-linecap="round"
			stroke-linejoin="round"
			aria-hidden="true"
		>
			<path d={PATHS[name]} />
		</svg>
	)
}

/** All there are, for the page that shows them. */
export const ICON_NAMES = Object.keys(PATHS) as IconName[]
