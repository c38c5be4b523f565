/**
 * What Jitt promises in public, and which tests show that it is kept. A test names the promises that it proves in a
 * comment line directly above it:
 *
 * ```ts
 * // promise: 4, 11
 * test('an account is deleted without anybody else', …)
 * ```
 *
 * `docs/promises.md` is made of these lines (`npm run docs`); `promises.test.ts` fails where a promise has no test.
 */
import { parseSync, Visitor } from 'oxc-parser'

/** The promises, in short; the privacy policy says them in full. */
export const PROMISES: Readonly<Record<number, string>> = {
	1: 'Only what the service needs is asked for: name and e-mail at sign-up, billing details with a paid plan.',
	2: 'Payments go through Stripe; card data never reaches Jitt; billing data serves payment and the prevention of fraud only.',
	3: 'Leaving is possible at any time; that leaving over the terms gives no refund is said before anyone pays.',
	4: 'Owners of accounts have their data deleted, and take it along, at any time and without approval.',
	5: 'A support conversation holds its messages, its attachments, the address it was sent from, name and e-mail, and nothing else; all of it goes with the ticket.',
	6: 'Cookies of our own pages: which are required is shown, every other one is off until it is chosen, and what a refusal switches off is said.',
	7: 'Nothing is sold or shared for marketing; processors are listed, and a change of the list is told before.',
	8: 'Whoever is affected by a breach is told within three days and gets the full story at the end.',
	9: 'What is stored is encrypted in transit and at rest, checked for integrity, protected, and kept with more than one provider.',
	10: 'Data about an audience is kept only as long as the retention policy of the owner says.',
	11: 'No plan and no setting of an account trades privacy away.',
	12: 'What is given back to open-source projects holds no personal data of customers.',
	13: 'Terms and policies carry a date and a history; people can ask and reach a human.',
	14: 'Cookie tracking follows a visitor through the visits of one site; lightweight tracking does without cookies.',
	15: 'Owners get tools with which their visitors opt out, and the text that discloses Jitt.',
	16: "The privacy law of the visitor's country applies.",
	17: 'No personal information about a visitor is stored.',
	18: 'A cookie remembers an opt-out for the next visits to that site; where it cannot be remembered, we say so.',
	19: 'Do Not Track, Global Privacy Control and such settings are honoured.',
	20: 'A beacon is handled near the visitor; address, system and browser are used for that moment only.',
	21: 'Questions about a site go to its owner; what Jitt itself can do for a visitor needs no account.',
}

/** A test that names a promise. */
export interface Proof {
	promise: number
	/** Path below the project. */
	file: string
	/** Names of its groups and its own, the outer ones first. */
	name: string
}

const TAG = /^\s*promise:(.*)$/
const CALL = /^(test|it|describe)\b/
const DROPPED = /\.(skip|todo|skipIf|runIf|fails)\b/

/**
 * The proofs of one test file.
 * @returns `faults` says in a sentence each what is wrong with its tags.
 */
export function proofsOf(file: string, source: string): { proofs: Proof[]; faults: string[] } {
	const { program, comments, errors } = parseSync(file, source)
	if (errors.length > 0) return { proofs: [], faults: [`${file} cannot be parsed: ${errors[0]?.message}`] }
	const calls = callsOf(program, source)
	const proofs: Proof[] = []
	const faults: string[] = []
	for (const { value, start, end } of comments) {
		const [, list] = TAG.exec(value) ?? []
		if (list === undefined) continue
		const at = `${file}:${source.slice(0, start).split('\n').length}`
		const call = calls.find((one) => one.start >= end && onlyComments(source.slice(end, one.start)))
		const numbers = list.split(',').map((one) => (/^\s*\d+\s*$/.test(one) ? Number(one) : Number.NaN))
		const unknown = numbers.filter((one) => !(one in PROMISES))
		if (unknown.length > 0) faults.push(`${at} names no promise: "${list.trim()}"`)
		else if (!call) faults.push(`${at} stands above no test`)
		else if (DROPPED.test(call.callee)) faults.push(`${at} stands above a test that may not run`)
		else
			for (const promise of numbers)
				proofs.push({ promise, file, name: [...call.groups, call.title].join(' › ') })
	}
	return { proofs, faults }
}

/** The page: every promise with the tests that prove it, by file. */
export function promisesPage(proofs: readonly Proof[]): string {
	const sections = Object.entries(PROMISES).map(([number, text]) => {
		const own = proofs.filter((one) => one.promise === Number(number))
		const files = [...new Set(own.map((one) => one.file))].sort()
		const lists = files.map((file) => {
			const names = own.filter((one) => one.file === file).map((one) => `  - ${one.name}`)
			return [`- [\`${file}\`](../${file})`, ...names].join('\n')
		})
		return `## ${number}. ${text}\n\n${lists.join('\n') || '*No test yet.*'}\n`
	})
	return [
		'# What Jitt promises, and the tests that show it',
		'',
		'Made by `npm run docs` from the tests themselves: a test says above it which promises it proves (`// promise: 4`). `npm test` fails where a promise has no test.',
		'',
		...sections,
	].join('\n')
}

interface Call {
	start: number
	/** As it is written: `test.each(rows)`. */
	callee: string
	title: string
	groups: string[]
}

/** Every call of `test`, `it` and `describe`, by its place in the source, with the names of its groups. */
function callsOf(program: Parameters<InstanceType<typeof Visitor>['visit']>[0], source: string): Call[] {
	const calls: Call[] = []
	const open: { end: number; title: string }[] = []
	new Visitor({
		CallExpression({ start, end, callee, arguments: given }) {
			const text = source.slice(callee.start, callee.end)
			const first = given[0]
			// Of `test.each(rows)('name', …)` the outer call has the name.
			if (!CALL.test(text) || !first || /\.(each|for|skipIf|runIf)$/.test(text)) return
			while ((open.at(-1)?.end ?? Number.POSITIVE_INFINITY) <= start) open.pop()
			const title = titleOf(source.slice(first.start, first.end))
			calls.push({ start, callee: text, title, groups: open.map((one) => one.title) })
			if (text.startsWith('describe')) open.push({ end, title })
		},
	}).visit(program)
	return calls
}

const titleOf = (literal: string): string => {
	const text = literal.slice(1, -1).replace(/\\(.)/g, '$1')
	return text.replace(/\s+/g, ' ').trim()
}

const onlyComments = (text: string): boolean => text.replace(/\/\/.*$/gm, '').trim() === ''
