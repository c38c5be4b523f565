/** `npm run replay -- LOG --check`: the answers of Jitt against what awk counts in the same log, page by page. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { root } from './state.ts'

/** Page views by page. */
export type Counts = Map<string, number>

/** A page of which the two counts differ. */
export interface Difference {
	page: string
	awk: number
	jitt: number
}

const PAGE_LIMIT = 10_000

/**
 * Counts a log's page requests per page by `pages.awk`.
 * @param bots file of user agents to leave out, one a line.
 */
export function countByAwk(log: string, bots: string): Counts {
	const args = ['-F"', '-f', join(root, 'scripts', 'pages.awk'), bots, log]
	const env = { ...process.env, LC_ALL: 'C' }
	const text = execFileSync('awk', args, { encoding: 'utf8', env, maxBuffer: 1 << 30 })
	const counts: Counts = new Map()
	for (const line of text.split('\n').filter((one) => one !== '')) {
		const [, count, path = ''] = /^(\d+) (.*)$/s.exec(line) ?? []
		const page = pageOf(path)
		counts.set(page, (counts.get(page) ?? 0) + Number(count))
	}
	return counts
}

/**
 * The page that a requested path is stored as: awk counts paths as the log has them, Jitt stores them read. Both
 * meet in the URL standard's path (`/a/../b` is `/b`), percent-decoded where that is possible, without white
 * space at its end. Several spellings of a path can be one page; their counts add up.
 */
export function pageOf(path: string): string {
	const { pathname } = new URL(/^https?:\/\//i.test(path) ? path : `http://log.invalid${path}`)
	try {
		return decodeURIComponent(pathname).trimEnd() || '/'
	} catch {
		return pathname
	}
}

/** Asks a running Jitt for the same counts, over days `2015-05-17` (both included). */
export async function countByJitt(
	base: string,
	key: string,
	site: string,
	days: [first: string, last: string],
): Promise<Counts> {
	const counts: Counts = new Map()
	for (let offset = 0; ; offset += PAGE_LIMIT) {
		const answer = await fetch(`${base}/api/v2/query`, {
			method: 'POST',
			headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
			body: JSON.stringify({
				site_id: site,
				metrics: ['pageviews'],
				dimensions: ['event:page'],
				// Pages that only had other events are no pages of the log.
				filters: [['is', 'event:name', ['pageview']]],
				date_range: days,
				pagination: { limit: PAGE_LIMIT, offset },
			}),
		})
		if (!answer.ok) throw new Error(`The query was refused: ${answer.status} ${await answer.text()}`)
		const { results } = (await answer.json()) as { results: { metrics: number[]; dimensions: string[] }[] }
		for (const { metrics, dimensions } of results) counts.set(dimensions[0] ?? '', metrics[0] ?? 0)
		if (results.length < PAGE_LIMIT) return counts
	}
}

/** Pages whose counts differ, the largest differences first. */
export function differences(awk: Counts, jitt: Counts): Difference[] {
	return [...new Set([...awk.keys(), ...jitt.keys()])]
		.map((page) => ({ page, awk: awk.get(page) ?? 0, jitt: jitt.get(page) ?? 0 }))
		.filter((one) => one.awk !== one.jitt)
		.sort((a, b) => Math.abs(b.awk - b.jitt) - Math.abs(a.awk - a.jitt))
}

/** Both counts of the most seen pages, and every page of which they differ, as lines. */
export function comparison(awk: Counts, jitt: Counts): string {
	const row = (page: string, byAwk: unknown, byJitt: unknown): string =>
		`${String(byAwk).padStart(8)}${String(byJitt).padStart(8)}  ${page}\n`
	const most = [...awk].sort((a, b) => b[1] - a[1]).slice(0, 10)
	const differ = differences(awk, jitt)
	const sum = (counts: Counts) => [...counts.values()].reduce((total, count) => total + count, 0)
	return [
		row('page', 'awk', 'Jitt'),
		...most.map(([page, count]) => row(page, count, jitt.get(page) ?? 0)),
		row(`in all, on ${awk.size} and ${jitt.size} pages`, sum(awk), sum(jitt)),
		differ.length === 0 ? 'They agree on every page.\n' : `They differ on ${differ.length} pages:\n`,
		...differ.map(({ page, awk: byAwk, jitt: byJitt }) => row(page, byAwk, byJitt)),
	].join('')
}
