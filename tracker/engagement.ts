import { report } from './report.ts'
import { begin, vitals } from './vitals.ts'

/** What a page view is told by. */
export interface Page {
	u: string
	p: Record<string, unknown>
}

/** The page view that time and depth belong to. */
export let page: Page | undefined
/** Pixels from the top: end of the document, deepest point seen, deepest point told. */
let height: number
let deepest: number
let told: number
/** Engaged milliseconds not told yet, and when the time at hand began; 0 while nobody looks. */
let engaged: number
let since = 0

export const measure = (): void => {
	height = document.documentElement.scrollHeight
	deepest = Math.max(deepest, scrollY + innerHeight)
}

/**
 * Takes stock when the person turns to the page or away from it, and reports what is new: any more depth, or at
 * least 3 seconds of engaged time. What is measured goes with the first report of a page view, and is complete
 * only when the page is hidden or left: then the script that measures waits for that.
 */
export const settle = (event?: Event): void => {
	const now = performance.now()
	engaged += since && now - since
	since = !document.hidden && document.hasFocus() ? now : 0
	if (page && (!VITALS || !event || document.hidden) && (deepest > told || engaged >= 3000)) {
		report('engagement', {
			...page,
			sd: Math.round((deepest / height) * 100),
			e: engaged | 0,
			...(VITALS && { t: document.title, ...(!told && vitals) }),
		})
		told = deepest
		engaged = 0
	}
}

/** Ends the page at hand and begins another. */
export const turn = (next: Page): void => {
	settle()
	if (VITALS) begin(!page)
	page = next
	deepest = told = engaged = 0
	// A page grows while it loads: its height is taken 15 times in 3 seconds.
	for (let ms = 3000; ms; ms -= 200) setTimeout(measure, ms)
}
