/**
 * `node scripts/receipts.ts URL DOMAIN [--known SEQ:HASH]` fetches the receipts of all deletions that a site's rules
 * of retention made, from any Jitt, and checks the chain they form. Needs no account and nothing but Node. With a
 * head that was seen earlier it also finds a chain that was cut off or made anew as a whole.
 */
import process from 'node:process'
import { parseArgs } from 'node:util'
import { chainFaults, type Head } from '../workers/model/receipt.ts'

const USAGE = 'Usage: node scripts/receipts.ts URL DOMAIN [--known SEQ:HASH]'

/** What is read of an answer; the links are checked one by one. */
interface Page {
	receipts: unknown[]
	head: Head | null
	next: number | null
	rules: Record<string, { days: number; oldest: string | null }>
	checked_at: string | null
	missed: string[]
	missed_since: string | null
}

function asked() {
	try {
		const options = { known: { type: 'string' } } as const
		const { values, positionals } = parseArgs({ options, allowPositionals: true })
		const [base, domain, ...more] = positionals
		const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(values.known ?? '') ?? []
		const known = seq !== undefined && hash !== undefined ? { seq: Number(seq), hash } : null
		const understood = values.known === undefined || known !== null
		if (base && domain && more.length === 0 && understood) return { base: new URL(base), domain, known }
	} catch (problem) {
		throw new Error(`${problem instanceof Error ? problem.message : String(problem)}\n${USAGE}`)
	}
	throw new Error(USAGE)
}

async function fetched(base: URL, domain: string, after: number): Promise<Page> {
	const url = new URL(`/.well-known/jitt/retention/${encodeURIComponent(domain)}`, base)
	url.searchParams.set('after', String(after))
	const answer = await fetch(url)
	if (!answer.ok) throw new Error(`${url} answers ${answer.status}: ${(await answer.text()).slice(0, 500)}`)
	const page = (await answer.json()) as Partial<Page>
	if (!Array.isArray(page.receipts) || typeof page.rules !== 'object')
		throw new Error(`${url} tells no receipts`)
	return page as Page
}

/** All of it, the head as of the last page: receipts that came meanwhile are in it. */
async function all(base: URL, domain: string): Promise<Page> {
	let page = await fetched(base, domain, 0)
	const receipts = [...page.receipts]
	while (page.next !== null) {
		const before = page.next
		page = await fetched(base, domain, before)
		if (page.next !== null && page.next <= before) throw new Error('The pages of receipts go in a circle')
		receipts.push(...page.receipts)
	}
	return { ...page, receipts }
}

const say = (line: string) => process.stdout.write(`${line}\n`)

try {
	const { base, domain, known } = asked()
	const {
		receipts,
		head,
		rules,
		checked_at: checkedAt,
		missed,
		missed_since: since,
	} = await all(base, domain)
	for (const [rule, { days, oldest }] of Object.entries(rules)) {
		say(`${rule}: ${days} days, ${oldest === null ? 'nothing held' : `oldest of ${oldest}`}`)
	}
	say(`last looked after ${checkedAt ?? 'never yet'}`)
	const faults = chainFaults(receipts, head, known)
	if (missed.length > 0) faults.push(`missed since ${since}: ${missed.join(', ')}`)
	for (const fault of faults) say(`BROKEN: ${fault}`)
	const rows = receipts.reduce((sum: number, one) => sum + ((one as { rows?: number } | null)?.rows ?? 0), 0)
	say(`${receipts.length} receipts of ${rows} deleted rows checked, ${faults.length} faults`)
	if (faults.length === 0 && head) say(`keep for the next time: --known ${head.seq}:${head.hash}`)
	if (faults.length > 0) process.exitCode = 1
} catch (problem) {
	say(problem instanceof Error ? problem.message : String(problem))
	process.exitCode = 1
}
