/**
 * The SQL API of Analytics Engine: one statement a request, rows as JSON
 * (https://developers.cloudflare.com/analytics/analytics-engine/sql-api/).
 *
 * It goes through the account's client API, which takes 1,200 requests in five minutes from all of us together
 * and then refuses for five minutes (https://developers.cloudflare.com/fundamentals/api/reference/limits/). So
 * an isolate asks four times a second at most and remembers answers for a while; what many isolates ask
 * together shows as 429, is waited for and tried again, and in the end is a failure that says when to come back.
 */
export interface EngineAccess {
	/** Address before `/accounts`; the platform's own if left out. Tests have theirs. */
	base?: string
	account: string
	/** May read the account's analytics. Secret. */
	token: string
	/** Between two requests of an isolate; a quarter of a second if left out: four a second. */
	paceMs?: number
}

/** Said where the engine gives no answer. */
export class EngineError extends Error {
	/** `busy` and `down` pass; `refused` will not: the token or the statement is wrong. */
	readonly reason: 'busy' | 'down' | 'refused'
	readonly retryAfterSeconds: number

	constructor(reason: EngineError['reason'], detail: string, retryAfterSeconds: number) {
		super(`Analytics Engine ${reason}: ${detail}`)
		this.reason = reason
		this.retryAfterSeconds = retryAfterSeconds
	}
}

const PLATFORM = 'https://api.cloudflare.com/client/v4'
const PACE_MS = 250
/** Whoever would have to wait longer for its turn is told to come back. */
const MAX_QUEUE_MS = 10_000
const CACHE_MS = 10_000
/** Answers remembered, and characters of all of them. */
const MAX_CACHED = 200
const MAX_CACHED_CHARACTERS = 8_000_000
const TRIES = 3
const BACKOFF_MS = 500
const TIMEOUT_MS = 20_000
/** Never wait for a refusal that lasts longer. */
const MAX_PAUSE_MS = 4_000

export type Rows = Record<string, unknown>[]

/** One for an isolate: its requests share the pace and the answers. Holds no open request of anybody. */
export class EngineApi {
	readonly #access: EngineAccess
	readonly #cached = new Map<string, { at: number; body: string }>()
	#characters = 0
	/** When the next request may start, ms since the epoch. */
	#next = 0

	constructor(access: EngineAccess) {
		this.#access = access
	}

	/**
	 * Runs a statement that ends in `FORMAT JSON`.
	 * @throws EngineError where it gets no answer.
	 */
	async query(text: string): Promise<Rows> {
		const known = this.#cached.get(text)
		if (known && Date.now() - known.at < CACHE_MS) return rowsOf(known.body)
		const body = await this.#ask(text)
		const rows = rowsOf(body)
		this.#remember(text, body)
		return rows
	}

	async #ask(text: string): Promise<string> {
		for (let attempt = 1; ; attempt++) {
			await this.#turn()
			const outcome = await this.#send(text)
			if (typeof outcome === 'string') return outcome
			const pause = Math.max(outcome.retryAfterSeconds * 1000, BACKOFF_MS * 2 ** (attempt - 1))
			if (outcome.reason === 'refused' || attempt === TRIES || pause > MAX_PAUSE_MS) throw outcome
			// Half of it by chance, so that isolates that were refused together do not come back together.
			await sleep(pause * (0.5 + Math.random() / 2))
		}
	}

	/** Waits for a turn. Each waits by its own timer: a request must not wait for another's. */
	async #turn(): Promise<void> {
		const now = Date.now()
		const at = Math.max(now, this.#next)
		if (at - now > MAX_QUEUE_MS) throw new EngineError('busy', 'too many wait already', MAX_QUEUE_MS / 1000)
		this.#next = at + (this.#access.paceMs ?? PACE_MS)
		if (at > now) await sleep(at - now)
	}

	async #send(text: string): Promise<string | EngineError> {
		const { base = PLATFORM, account, token } = this.#access
		try {
			const answer = await fetch(`${base}/accounts/${account}/analytics_engine/sql`, {
				method: 'POST',
				headers: { authorization: `Bearer ${token}` },
				body: text,
				signal: AbortSignal.timeout(TIMEOUT_MS),
			})
			const body = await answer.text()
			if (answer.ok) return body
			const after = Number(answer.headers.get('retry-after')) || 0
			// Statements hold a site's values: of the refusal's text only the beginning is kept, which names the fault.
			const detail = `${answer.status} ${body.slice(0, 200)}`
			if (answer.status === 429) return new EngineError('busy', detail, after)
			return new EngineError(answer.status >= 500 ? 'down' : 'refused', detail, after)
		} catch (error) {
			return new EngineError('down', error instanceof Error ? error.message : '', 0)
		}
	}

	#remember(text: string, body: string): void {
		const size = text.length + body.length
		if (size > MAX_CACHED_CHARACTERS / 4) return
		this.#forget(text)
		this.#cached.set(text, { at: Date.now(), body })
		this.#characters += size
		for (const [oldest] of this.#cached) {
			if (this.#cached.size <= MAX_CACHED && this.#characters <= MAX_CACHED_CHARACTERS) return
			this.#forget(oldest)
		}
	}

	#forget(text: string): void {
		const known = this.#cached.get(text)
		if (!known) return
		this.#cached.delete(text)
		this.#characters -= text.length + known.body.length
	}
}

/** @throws EngineError where the body is no answer. */
function rowsOf(body: string): Rows {
	try {
		const { data } = JSON.parse(body) as { data?: unknown }
		if (Array.isArray(data)) return data as Rows
	} catch {
		// Told below.
	}
	throw new EngineError('down', 'the answer is no table', 0)
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
