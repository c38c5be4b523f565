/**
 * `npm run replay -- FILE [--site DOMAIN] [--base URL --key KEY] [--bots FILE] [--check]` imports a web server's
 * combined access log as page views. Addresses and user agents never leave this program: they become browser,
 * system and a number under a random key that is forgotten when the import ends. `--bots` writes the agents that
 * were taken for programs, `--check` compares the answers of Jitt with what awk counts (`pages.ts`).
 */
import { createHmac } from 'node:crypto'
import { createReadStream, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { parseAgent } from '../workers/collect/agent.ts'
import { isBot } from '../workers/collect/bots.ts'
import { type Entry, isPage, parseLine } from './accesslog.ts'
import { Importer, importName } from './importer.ts'
import { comparison, countByAwk, countByJitt, differences } from './pages.ts'
import { Progress } from './progress.ts'
import { readOwner, readRunning, stateFolder } from './state.ts'
import { say } from './tools.ts'

const options = {
	site: { type: 'string', default: 'replay.jitt.localhost' },
	base: { type: 'string' },
	key: { type: 'string' },
	bots: { type: 'string' },
	check: { type: 'boolean', default: false },
} as const

const USAGE = 'Usage: npm run replay -- FILE [--site DOMAIN] [--base URL --key KEY] [--bots FILE] [--check]'
const DAY_MS = 86_400_000

/** A visitor's number for one day of the log: nobody can join two days by it. */
const visitorId = (salt: Buffer, { day, address, agent }: Entry): string =>
	createHmac('sha256', salt)
		.update(JSON.stringify([day, address, agent]))
		.digest('base64url')

function eventOf(entry: Entry, domain: string, salt: Buffer): Record<string, unknown> {
	const { browser, browserVersion, os, osVersion, device } = parseAgent(entry.agent)
	return {
		timestamp: new Date(entry.at).toISOString(),
		name: 'pageview',
		url: /^https?:\/\//i.test(entry.target) ? entry.target : `https://${domain}${entry.target}`,
		visitor_id: visitorId(salt, entry),
		referrer: entry.referrer,
		browser,
		browser_version: browserVersion,
		os,
		os_version: osVersion,
		device,
	}
}

/**
 * Creates the site with the longest retention, if it is not there: logs are old.
 * @returns its tracking id, which no other site ever has, one of the same name included.
 */
async function ensureSite(base: string, key: string, domain: string): Promise<string> {
	const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
	const found = await fetch(`${base}/api/v1/sites/${encodeURIComponent(domain)}`, { headers })
	if (found.ok) return idOf(found)
	const body = JSON.stringify({ domain, timezone: 'Etc/UTC', retention_days: 7300 })
	const made = await fetch(`${base}/api/v1/sites`, { method: 'POST', headers, body })
	if (!made.ok)
		throw new Error(`The site ${domain} could not be created: ${made.status} ${await made.text()}`)
	say(`Created the site ${domain}, which keeps its data for 7300 days.`)
	return idOf(made)
}

const idOf = async (answer: Response): Promise<string> =>
	((await answer.json()) as { tracking_id: string }).tracking_id

interface Options {
	site: string
	base?: string
	key?: string
	bots?: string
	check: boolean
}

async function replay(file: string, values: Options): Promise<void> {
	const state = stateFolder()
	const base = values.base ?? readRunning(state)?.baseUrl
	const key = values.key ?? readOwner(state)?.apiKey
	if (!base || !key)
		throw new Error('No Jitt runs here: start it with npm start, or name one with --base and --key.')
	const id = await ensureSite(base, key, values.site)
	const importer = new Importer(state, await importName(file, id), base, values.site, key)
	if (importer.done > 0) say(`Going on with an import that broke off after ${importer.done} parts.`)
	const bots = new Set<string>()
	const span = { first: Number.POSITIVE_INFINITY, last: 0 }
	const count = { lines: 0, unreadable: 0, other: 0, bots: 0, pages: 0 }
	const input = createReadStream(file)
	const progress = new Progress(statSync(file).size)
	for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
		count.lines++
		progress.at(input.bytesRead, `${count.pages} page views`)
		const entry = parseLine(line)
		if (!entry) count.unreadable++
		else if (!isPage(entry)) count.other++
		else if (isBot(entry.agent)) {
			count.bots++
			bots.add(entry.agent || '-')
		} else {
			count.pages++
			span.first = Math.min(span.first, entry.at)
			span.last = Math.max(span.last, entry.at)
			await importer.add(entry.at, eventOf(entry, values.site, importer.salt))
		}
	}
	const { kept, dropped, errors } = await importer.end()
	progress.end()
	const agents = [...bots].map((agent) => `${agent}\n`).join('')
	if (values.bots) writeFileSync(path(values.bots), agents)
	for (const { line, error } of errors.slice(0, 10)) say(`Event ${line} was refused: ${error}`)
	const reasons = Object.entries(dropped).map(([reason, times]) => `, dropped ${times} as ${reason}`)
	process.stdout.write(
		`${count.lines} lines: ${count.pages} page views, ${count.bots} page requests of bots, ` +
			`${count.other} other requests, ${count.unreadable} unreadable.\n` +
			`Kept ${kept}${reasons.join('')}${errors.length ? `, refused ${errors.length}` : ''}. See ${base}/${values.site}\n`,
	)
	if (!values.check || count.pages === 0) return
	const ours = await countByJitt(base, key, values.site, daysOf(span))
	const theirs = awkCounts(file, agents)
	process.stdout.write(comparison(theirs, ours))
	if (differences(theirs, ours).length > 0) process.exitCode = 1
}

/** The log's days and one on either side: whatever the site's time zone, all of the log lies within. */
const daysOf = ({ first, last }: { first: number; last: number }): [string, string] => [
	new Date(first - DAY_MS).toISOString().slice(0, 10),
	new Date(last + DAY_MS).toISOString().slice(0, 10),
]

function awkCounts(file: string, agents: string) {
	const folder = mkdtempSync(join(tmpdir(), 'jitt-replay-'))
	try {
		const bots = join(folder, 'bots')
		writeFileSync(bots, agents)
		return countByAwk(file, bots)
	} finally {
		rmSync(folder, { recursive: true })
	}
}

// npm runs us in the project's folder, wherever the person is.
const path = (name: string) => resolve(process.env.INIT_CWD ?? process.cwd(), name)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.once(signal, () => {
		say('\nBroken off. The same command goes on where it was and counts nothing twice.')
		process.exit(130)
	})
}
/** What was asked for; the usage where it cannot be read. */
function asked() {
	try {
		const { values, positionals } = parseArgs({ options, allowPositionals: true })
		const [given] = positionals
		if (given !== undefined && existsSync(path(given))) return { file: path(given), values }
	} catch (problem) {
		throw new Error(`${problem instanceof Error ? problem.message : String(problem)}\n${USAGE}`)
	}
	throw new Error(USAGE)
}

try {
	const { file, values } = asked()
	await replay(file, values)
} catch (problem) {
	say(problem instanceof Error ? problem.message : String(problem))
	process.exitCode = 1
}
