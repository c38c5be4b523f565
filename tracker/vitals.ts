import type { Vitals } from './report.ts'

/**
 * How a page felt, by the definitions of https://web.dev/articles/vitals, for the script that measures. Arrival
 * and paint belong to the load of a document; shifts and interactions to each page view in it, an application's
 * too. A view is told of once: what comes after the person has turned away for the first time is left out.
 */

/** What we read of entries (https://w3c.github.io/event-timing/, https://wicg.github.io/layout-instability/). */
interface Entry extends PerformanceEntry {
	/** 0 or missing: an event that belongs to no interaction. */
	readonly interactionId?: number
	readonly hadRecentInput: boolean
	readonly value: number
	readonly responseStart: number
}

/** Of the page view at hand. */
export let vitals: Vitals
/** The longest event of each interaction. */
let durations: Record<number, number>
let sorted: number[]
/** The session window of shifts at hand: their sum, the first and the latest. */
let sum: number
let began: number
let shifted: number

/**
 * When the load began for the person: at the activation of a prerendered document, else at zero. Nobody waited for
 * a tab in the background: NaN makes all its times null.
 */
let start: number
const unseen = VITALS && (document.prerendering || (document.hidden && Number.NaN))

const since = (entry: Entry): number => Math.max(entry.startTime - start, 0)

/** The longest interaction, or of many the one that 98 per cent are no longer than. */
const interact = (entry: Entry): void => {
	if (entry.interactionId) {
		durations[entry.interactionId] = Math.max(durations[entry.interactionId] || 0, entry.duration)
		sorted = Object.values(durations).sort((a, b) => b - a)
		vitals.inp = sorted[(sorted.length / 50) | 0]
	}
}

/** By the type of the entry. Of paints the last is the first contentful one. */
const hear: Record<string, (entry: Entry) => void> = {
	'largest-contentful-paint': (entry) => (vitals.lcp = since(entry)),
	paint: (entry) => (vitals.fcp = since(entry)),
	navigation: (entry) => (vitals.ttfb = Math.max(entry.responseStart - start, 0)),
	'layout-shift': (entry) => {
		if (!entry.hadRecentInput) {
			if (!(entry.startTime - shifted < 1e3 && entry.startTime - began < 5e3)) {
				began = entry.startTime
				sum = 0
			}
			shifted = entry.startTime
			sum += entry.value
			vitals.cls = Math.max(vitals.cls as number, sum)
		}
	},
	// However short it was.
	'first-input': interact,
	event: interact,
}

/** Begins a page view; the `first` of a document begins to listen, and hears what was before. */
export const begin = (first: boolean): void => {
	durations = {}
	sum = 0
	// No shift is a good score, but only where shifts are measured.
	vitals = { cls: (window.LayoutShift && 0) as number | undefined }
	if (first) {
		start = (unseen as number) * performance.now()
		for (const type in hear)
			new PerformanceObserver((list) =>
				(list.getEntries() as Entry[]).map(hear[type] as (entry: Entry) => void),
			).observe({ type, buffered: true, durationThreshold: 16 } as PerformanceObserverInit)
	}
}
