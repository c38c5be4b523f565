import type { AskedQuery } from './queries.ts'

/** A line of an answer; values stand in the order of the question. */
export interface ResultRow {
	metrics: (number | null)[]
	dimensions: string[]
}

/** What the API answers to one query: `workers/stats/result.ts`. */
export interface QueryResult {
	results: ResultRow[]
	meta: {
		time_labels?: string[]
		total_rows?: number
		/** What retention has left of the range, in words. */
		retention_warnings?: { code: string; warning: string }[]
		/** Present where the answer is an estimate. */
		sampling?: object
	}
	query: { date_range: [string, string]; dimensions: string[] }
	comparison?: { results: ResultRow[]; date_range: [string, string]; time_labels?: string[] }
}

/** How far the site's store is. */
export interface SiteState {
	/** Grows with every write. */
	commit: number
	/** Events that wait to be written. */
	pending: number
	/** ISO 8601; null while everything is written. */
	behind_since: string | null
}

type Answer = { result: QueryResult } | { error: string; status: number }

/** The body of an answer to `POST /api/dashboard/sites/:domain/query`. */
export interface Answers {
	answers: Answer[]
	state: SiteState
}

/** A query that the server answered with an error of its own. */
export class QueryError extends Error {
	override name = 'QueryError'
	readonly status: number

	constructor(message: string, status: number) {
		super(message)
		this.status = status
	}
}

/** Queries of one request that the server takes. */
const MOST = 30

/** Answers that take less are cheap, ms. */
const QUICK = 1_000
const LONGEST_REST = 60_000

interface Waiting {
	query: AskedQuery
	resolve: (result: QueryResult) => void
	reject: (error: unknown) => void
}

/**
 * Asks the queries that are due at the same moment in one request: what the parts of a page ask while it is
 * drawn goes together, a part that asks alone later goes alone.
 */
export class Asker {
	readonly #send: (queries: AskedQuery[]) => Promise<Answers>
	readonly #onState: (state: SiteState) => void
	#waiting: Waiting[] = []
	#lastMs = 0
	#endedAt = 0

	constructor(send: (queries: AskedQuery[]) => Promise<Answers>, onState: (state: SiteState) => void) {
		this.#send = send
		this.#onState = onState
	}

	/** @throws {QueryError} where this query failed, and whatever sending throws where all of them did. */
	ask(query: AskedQuery): Promise<QueryResult> {
		return new Promise((resolve, reject) => {
			this.#waiting.push({ query, resolve, reject })
			// After everything that this moment still starts.
			if (this.#waiting.length === 1) setTimeout(() => this.#flush())
		})
	}

	/**
	 * When the whole page may ask again by itself, ms since the epoch. What is answered quickly is followed as it
	 * happens; of a large site the database would read millions of rows for every visitor that comes, so a page
	 * that took a second waits for twenty, and one that took longer for a minute at most.
	 */
	get restsUntil(): number {
		return this.#lastMs < QUICK ? this.#endedAt : this.#endedAt + Math.min(LONGEST_REST, 20 * this.#lastMs)
	}

	#flush(): void {
		const due = this.#waiting
		this.#waiting = []
		for (let i = 0; i < due.length; i += MOST) void this.#request(due.slice(i, i + MOST))
	}

	async #request(due: readonly Waiting[]): Promise<void> {
		const startedAt = Date.now()
		try {
			const { answers, state } = await this.#send(due.map((one) => one.query))
			this.#endedAt = Date.now()
			// A list that asks alone says nothing of what the page costs.
			if (due.length > 1) this.#lastMs = this.#endedAt - startedAt
			this.#onState(state)
			for (const [i, { resolve, reject }] of due.entries()) {
				const answer = answers[i]
				if (answer && 'result' in answer) resolve(answer.result)
				else reject(new QueryError(answer?.error ?? 'There was no answer', answer?.status ?? 500))
			}
		} catch (error) {
			for (const { reject } of due) reject(error)
		}
	}
}
