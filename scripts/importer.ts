import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { readJson, writeJson } from './state.ts'

/** Events sent in one request, and how many of the newest are held back so that the next part is in order. */
const PART = 20_000
const HELD_BACK = 5_000
const TRIES = 8

/** What the service made of everything that was sent. */
export interface Outcome {
	kept: number
	dropped: Record<string, number>
	errors: { line: number; error: string }[]
}

interface Progress {
	/** Key of the visitors' numbers: lives until the import ends, so that an interrupted one goes on with it. */
	salt: string
	/** Parts that were answered. */
	done: number
	outcome: Outcome
}

/**
 * One import of one file into one site. Sends events in order of time and in parts under a key that follows
 * from site and file, so that an import that broke off goes on where it was, and nothing is counted twice.
 */
export class Importer {
	readonly #url: string
	readonly #apiKey: string
	readonly #name: string
	readonly #file: string
	readonly #progress: Progress
	#waiting: { at: number; line: string }[] = []
	#part = 0

	/**
	 * @param state folder in which the progress is kept until the import ends.
	 * @param name of the import: the idempotency key.
	 */
	constructor(state: string, name: string, baseUrl: string, domain: string, apiKey: string) {
		this.#url = `${baseUrl}/api/v1/sites/${encodeURIComponent(domain)}/events/import`
		this.#apiKey = apiKey
		this.#name = name
		this.#file = join(state, 'replay', `${name}.json`)
		this.#progress = readJson<Progress>(this.#file) ?? {
			salt: randomBytes(32).toString('hex'),
			done: 0,
			outcome: { kept: 0, dropped: {}, errors: [] },
		}
		writeJson(this.#file, this.#progress)
	}

	/** Parts that an earlier run has sent. */
	get done(): number {
		return this.#progress.done
	}

	get salt(): Buffer {
		return Buffer.from(this.#progress.salt, 'hex')
	}

	/** Takes one event; sends a part when enough have come. */
	async add(at: number, event: Record<string, unknown>): Promise<void> {
		this.#waiting.push({ at, line: JSON.stringify(event) })
		if (this.#waiting.length >= PART + HELD_BACK) await this.#send(this.#next(PART), false)
	}

	/** Sends what is left and forgets the visitors' key. */
	async end(): Promise<Outcome> {
		await this.#send(this.#next(this.#waiting.length), true)
		rmSync(this.#file, { force: true })
		return this.#progress.outcome
	}

	/** The earliest events, in order of time; those of one moment in the order of the log. */
	#next(count: number): string[] {
		this.#waiting.sort((a, b) => a.at - b.at)
		return this.#waiting.splice(0, count).map((one) => one.line)
	}

	async #send(lines: string[], last: boolean): Promise<void> {
		const part = this.#part++
		if (part < this.#progress.done) return
		const answer = await this.#post(`${this.#url}?part=${part}&last=${last}`, `${lines.join('\n')}\n`)
		const report = (await answer.json()) as Report
		const { outcome } = this.#progress
		outcome.kept += report.kept
		outcome.errors.push(...report.errors)
		for (const [reason, count] of Object.entries(report.reasons)) {
			outcome.dropped[reason] = (outcome.dropped[reason] ?? 0) + count
		}
		this.#progress.done = part + 1
		writeJson(this.#file, this.#progress)
	}

	/** Sends one part until it is answered: the same part again is counted once. */
	async #post(url: string, body: string): Promise<Response> {
		const headers = { authorization: `Bearer ${this.#apiKey}`, 'idempotency-key': this.#name }
		for (let tried = 1; ; tried++) {
			const answer = await fetch(url, { method: 'POST', headers, body }).catch((error: Error) => error)
			if (answer instanceof Response && answer.ok) return answer
			const said =
				answer instanceof Response ? `${answer.status} ${await answer.text()}` : String(answer.cause)
			const hopeless = answer instanceof Response && answer.status < 500 && answer.status !== 429
			if (hopeless || tried === TRIES) throw new Error(`The import was refused: ${said.slice(0, 500)}`)
			await wait(Math.min(500 * 2 ** tried, 15_000))
		}
	}
}

/** Answer of the import endpoint. */
interface Report {
	kept: number
	reasons: Record<string, number>
	errors: { line: number; error: string }[]
}

/** Name of the import of this file into this site: the same for the same content. */
export async function importName(file: string, site: string): Promise<string> {
	const hash = createHash('sha256').update(`${site}\0`)
	await pipeline(createReadStream(file), hash)
	return `replay-${hash.digest('hex').slice(0, 32)}`
}
