import { setTimeout as wait } from 'node:timers/promises'
import type { TestInstance } from './browser-setup.ts'

/** One line of an answer: values of the metrics and of the dimensions, in the order of the question. */
export interface Row {
	metrics: number[]
	dimensions: string[]
}

/** Calls the API of an instance as the owner's script would; a body makes it a POST. */
export async function call(instance: TestInstance, path: string, body?: unknown): Promise<Response> {
	return fetch(instance.baseUrl + path, {
		method: body === undefined ? 'GET' : 'POST',
		headers: { authorization: `Bearer ${instance.apiKey}`, 'content-type': 'application/json' },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	})
}

/**
 * Asks for statistics of a site over all of its time.
 * @param question parts of a query besides site and range; metrics at least.
 */
export async function ask(instance: TestInstance, site: string, question: object): Promise<Row[]> {
	const answer = await call(instance, '/api/v2/query', { site_id: site, date_range: 'all', ...question })
	if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
	return ((await answer.json()) as { results: Row[] }).results
}

/** Creates a site of its own for a test. */
export async function createSite(instance: TestInstance, domain: string): Promise<void> {
	const answer = await call(instance, '/api/v1/sites', { domain, timezone: 'Etc/UTC' })
	if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
}

/**
 * Repeats a question until the answer is as wanted or the time is over.
 * @returns the last answer, for the test to judge.
 */
export async function within<T>(
	seconds: number,
	probe: () => Promise<T>,
	good: (answer: T) => boolean,
): Promise<T> {
	for (const until = Date.now() + seconds * 1000; ; ) {
		const answer = await probe()
		if (good(answer) || Date.now() > until) return answer
		await wait(150)
	}
}
