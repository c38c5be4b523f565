import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import process from 'node:process'
import { bitOf } from '../model/novelty.ts'
import { advance, openVisit } from '../site/visits.ts'
import { type DataPoint, toPoint } from '../store/engine.ts'
import { EngineApi } from '../store/engine-api.ts'
import { EngineBackend } from './engine-backend.ts'
import type { World } from './world.ts'

/** For tests in Node: a ClickHouse behind the engine's SQL API, with the data points that the writer makes. */

const root = join(import.meta.dirname, '..', '..')
export const TOKEN = 'a-token-for-tests'
export const DATASET = 'jitt_events'

/** Set by `npm test` where chDB has no binary: why. Tests that need it are skipped then, and only then. */
export const NO_CHDB = process.env.JITT_NO_CHDB ?? ''

export interface LocalEngine {
	/** Address before `/accounts`. */
	base: string
	/** Takes rows of the dataset: data points as they are stored, each standing for `interval` events. */
	put(rows: readonly StoredPoint[]): Promise<void>
	backend(): EngineBackend
	stop(): Promise<void>
}

export interface StoredPoint {
	point: DataPoint
	interval: number
}

/** Starts the engine as a process of its own. @throws where it does not start. */
export async function localEngine(rate = 1_000_000): Promise<LocalEngine> {
	const script = join(root, 'scripts', 'clickhouse.ts')
	const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, '0'], {
		env: { ...process.env, ENGINE_TOKEN: TOKEN, ENGINE_RATE: String(rate) },
		stdio: ['pipe', 'pipe', 'inherit'],
	})
	const port = await new Promise<number>((resolve, reject) => {
		let said = ''
		child.stdout.on('data', (chunk: Buffer) => {
			said += chunk
			const ready = /ready on (\d+)/.exec(said)
			if (ready) resolve(Number(ready[1]))
		})
		child.on('exit', (code) => reject(new Error(`the local engine ended (${code}) before it was ready`)))
	})
	const base = `http://127.0.0.1:${port}`
	return {
		base,
		async put(rows) {
			const answer = await fetch(`${base}/points/${DATASET}`, {
				method: 'POST',
				body: rows.map(lineOf).join('\n'),
			})
			if (!answer.ok) throw new Error(await answer.text())
		},
		backend: () => new EngineBackend(new EngineApi({ base, account: 'a', token: TOKEN, paceMs: 0 }), DATASET),
		async stop() {
			child.kill()
			if (child.exitCode === null) await once(child, 'exit')
		},
	}
}

function lineOf({ point: { indexes, blobs, doubles }, interval }: StoredPoint): string {
	const cells = (kind: string, values: readonly (string | number)[]) =>
		Object.fromEntries(values.map((value, i) => [`${kind}${i + 1}`, value]))
	return JSON.stringify({
		...{ dataset: DATASET, index1: indexes[0], _sample_interval: interval },
		// The point of an event arrives a moment after it.
		...{ timestamp: Math.floor(((doubles[0] ?? 0) + 200) / 1000) },
		...{ ...cells('blob', blobs), ...cells('double', doubles) },
	})
}

/** The data points of a world, as the door writes them. */
export function pointsOf({ site, events }: World): DataPoint[] {
	const last = new Map<number, number>()
	const visits = new Map<number, ReturnType<typeof openVisit>>()
	return events.map((event) => {
		const { visitor, visit, visitStartedAt, time } = event
		const known = visits.get(visit)
		const open = known ?? openVisit(site, visit, visitor, event.stable, visitStartedAt, event)
		visits.set(visit, open)
		const { bounceEnded } = advance(open, event)
		const previousAt = last.get(visitor) ?? 0
		if (event.name !== 'engagement') last.set(visitor, time)
		// The masks of worlds leave out who lives longer than a day; the bits of visits are everybody's.
		const bits = (known ? 0 : bitOf('visit')) | (bounceEnded ? bitOf('bounceEnded') : 0)
		return toPoint({ ...event, novelty: event.novelty | bits, previousAt })
	})
}
