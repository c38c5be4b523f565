import type { Facts, Hit } from '../model/event.ts'
import { BLOBS, DOUBLES, type Point } from './slots.ts'

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
export interface KeptHit {
	at: number
	novelty: number
	noveltyHour: number
	facts: Facts
}

/** Writes one kept event. Sampled and without deletion: nothing personal is ever in it. */
export function writePoint(sink: PointSink, site: number, hit: Hit, kept: KeptHit): void {
	sink.writeDataPoint(
		toPoint({
			...kept.facts,
			site,
			name: hit.name,
			hostname: hit.hostname,
			page: hit.page,
			time: kept.at,
			novelty: kept.novelty,
			noveltyHour: kept.noveltyHour,
			interactive: hit.interactive ? 1 : 0,
			scrollDepth: hit.scrollDepth,
			engagedMs: hit.engagedMs,
			revenueAmount: hit.revenue?.amount ?? null,
			revenueCurrency: hit.revenue?.currency ?? null,
		}),
	)
}

/** Blanks and −1 stand for none: the engine has no null. */
export const toPoint = (point: Point): DataPoint => ({
	indexes: [String(point.site)],
	blobs: BLOBS.map((field) => point[field] ?? ''),
	doubles: DOUBLES.map((field) => point[field] ?? (field === 'scrollDepth' ? -1 : 0)),
})

/** Stand-in where no engine runs: the local runtime takes data points and drops them. Keeps what it is given. */
export class LocalPoints implements PointSink {
	readonly points: DataPoint[] = []

	writeDataPoint(point: DataPoint): void {
		this.points.push(point)
	}
}
