/**
 * `npm run rollups -- verify|rebuild DOMAIN [--from DATE] [--base URL --key KEY]` compares a site's rollups with its
 * raw rows, day by day, or has all of them folded anew.
 */
import process from 'node:process'
import { parseArgs } from 'node:util'
import { readOwner, readRunning, stateFolder } from './state.ts'
import { say } from './tools.ts'

const USAGE = 'Usage: npm run rollups -- verify|rebuild DOMAIN [--from DATE] [--base URL --key KEY]'
const PAUSE_MS = 1_000

interface Answer {
	days: { day: string; differences: number }[]
	next: string | null
	folded_to: string | null
}

function asked() {
	const options = { from: { type: 'string' }, base: { type: 'string' }, key: { type: 'string' } } as const
	try {
		const { values, positionals } = parseArgs({ options, allowPositionals: true })
		const [verb, domain] = positionals
		if ((verb === 'verify' || verb === 'rebuild') && domain !== undefined) return { verb, domain, values }
	} catch (problem) {
		throw new Error(`${problem instanceof Error ? problem.message : String(problem)}\n${USAGE}`)
	}
	throw new Error(USAGE)
}

async function post(url: string, key: string, body: object): Promise<Answer> {
	const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
	const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
	if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
	return (await answer.json()) as Answer
}

try {
	const { verb, domain, values } = asked()
	const state = stateFolder()
	const base = values.base ?? readRunning(state)?.baseUrl
	const key = values.key ?? readOwner(state)?.apiKey
	if (!base || !key)
		throw new Error('No Jitt runs here: start it with npm start, or name one with --base and --key.')
	const url = `${base}/api/dashboard/sites/${encodeURIComponent(domain)}/rollups`
	if (verb === 'rebuild') {
		await post(`${url}/rebuild`, key, {})
		say('All days are folded anew …')
		for (let before = ''; ; await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))) {
			const { folded_to: to } = await post(`${url}/verify`, key, { from: '9999-01-01' })
			if (to !== null && to === before) break
			if (to !== null) say(`folded up to ${to}`)
			before = to ?? ''
		}
	}
	let from: string | null = values.from ?? '1970-01-01'
	let [days, wrong] = [0, 0]
	while (from !== null) {
		const { days: compared, next }: Answer = await post(`${url}/verify`, key, { from })
		for (const { day, differences } of compared)
			if (differences > 0) say(`${day}: ${differences} differences`)
		days += compared.length
		wrong += compared.filter(({ differences }) => differences > 0).length
		from = next
	}
	process.stdout.write(
		`${days} days compared with their raw rows, ${wrong} differ${wrong ? ' and are folded anew' : ''}.\n`,
	)
	if (wrong > 0) process.exitCode = 1
} catch (problem) {
	say(problem instanceof Error ? problem.message : String(problem))
	process.exitCode = 1
}
