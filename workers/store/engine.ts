import { type Hit, type InVisit, UNMEASURED, type Written } from '../model/event.ts'
import { BETWEEN, BLOBS, DOUBLES, MEASURED, NOT_MEASURED, type Point } from './slots.ts'

/** Where data points go: the platform's dataset, or a stand-in that keeps them. */
export interface PointSink {
	writeDataPoint(point: DataPoint): void
}

export interface DataPoint {
	indexes: string[]
	blobs: string[]
	doubles: number[]
}

/** What the object said of a kept hit. */
export interface KeptHit extends InVisit, Written {
	at: number
	novelty: number
	noveltyHour: number
}

/** Writes one kept event. Sampled and without deletion: nothing personal is ever in it. */
export function writePoint(sink: PointSink, site: number, hit: Hit, kept: KeptHit): void {
	sink.writeDataPoint(
		toPoint({
			...kept.facts,
			...(kept.vitals ?? UNMEASURED),
			site,
			name: hit.name,
			hostname: hit.hostname,
			page: kept.page,
			title: kept.title,
			time: kept.at,
			novelty: kept.novelty,
			noveltyHour: kept.noveltyHour,
			visitor: kept.visitor,
			visit: kept.visit,
			visitStartedAt: kept.visitStartedAt,
			previousAt: kept.previousAt,
			entryPage: kept.entryPage,
			interactive: hit.interactive ? 1 : 0,
			scrollDepth: hit.scrollDepth,
			engagedMs: hit.engagedMs,
			revenueAmount: hit.revenue?.amount ?? null,
			revenueCurrency: hit.revenue?.currency ?? null,
		}),
	)
}

/** Lays a point's fields into their slots. */
export const toPoint = (point: Point): DataPoint => ({
	indexes: [String(point.site)],
	blobs: fitted(BLOBS.map((fields) => blobOf(fields.map((field) => point[field] ?? '')))),
	doubles: DOUBLES.map((field) => point[field] ?? (MEASURED.has(field) ? NOT_MEASURED : 0)),
})

function blobOf([first = '', second]: readonly string[]): string {
	if (second === undefined) return first
	return first.replaceAll(/[^ -{}~]/g, '?') + BETWEEN + second
}

/**
 * All texts of a point together, in bytes. The engine takes 16 KB and says nothing of a point that it does not
 * take (https://developers.cloudflare.com/analytics/analytics-engine/limits/).
 */
const MAX_BYTES = 16_000
/** No text has to be shorter than this for all of them to fit. */
const LEAST_BYTES = MAX_BYTES / BLOBS.length
const utf8 = new TextEncoder()
const decoder = new TextDecoder()

/** The texts as they are, mostly; of a point that is too long the long ones are cut to the same length. */
function fitted(blobs: string[]): string[] {
	// A code unit is three bytes at most.
	if (blobs.reduce((sum, one) => sum + one.length, 0) * 3 <= MAX_BYTES) return blobs
	const bytes = blobs.map((one) => utf8.encode(one))
	let most = MAX_BYTES
	const size = () => bytes.reduce((sum, one) => sum + Math.min(one.length, most), 0)
	while (size() > MAX_BYTES) most = Math.max(LEAST_BYTES, most / 2)
	// The last character may be cut in half: it goes.
	return bytes.map((one, i) =>
		one.length <= most ? (blobs[i] ?? '') : decoder.decode(one.subarray(0, most)).replace(/\ufffd+$/, ''),
	)
}

/** Stand-in where no engine runs: the local runtime takes data points and drops them. Keeps what it is given. */
export class LocalPoints implements PointSink {
	readonly points: DataPoint[] = []

	writeDataPoint(point: DataPoint): void {
		this.points.push(point)
	}
}
