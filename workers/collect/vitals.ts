import type { Vitals } from '../model/event.ts'

/** Longer than anybody waits for a page; what is above is a clock that was set or a forgery. */
const MAX_MS = 60_000
/** A page that jumps by its whole height a hundred times. */
const MAX_CLS = 100
const CLS_DECIMALS = 10_000

/** The vitals among a body's fields; null where none can be used. One that cannot be used takes no other along. */
export function vitalsOf({ lcp, inp, cls, fcp, ttfb }: Record<string, unknown>): Vitals | null {
	const shift = within(cls, MAX_CLS)
	const vitals: Vitals = {
		lcp: msOf(lcp),
		inp: msOf(inp),
		cls: shift === null ? null : Math.round(shift * CLS_DECIMALS) / CLS_DECIMALS,
		fcp: msOf(fcp),
		ttfb: msOf(ttfb),
	}
	return Object.values(vitals).some((value) => value !== null) ? vitals : null
}

function msOf(value: unknown): number | null {
	const ms = within(value, MAX_MS)
	return ms === null ? null : Math.round(ms)
}

const within = (value: unknown, most: number): number | null =>
	typeof value === 'number' && value >= 0 && value <= most ? value : null
