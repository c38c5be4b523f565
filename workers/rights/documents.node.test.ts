import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { ACCEPTED, DOCUMENTS, inForce, upcoming } from './documents.ts'
import { sectionsHtml } from './documents-html.ts'
import { SERVICE } from './service.ts'
import { CHANGES, NOTICE_DAYS, pending, SUBPROCESSORS } from './subprocessors.ts'
import { feed } from './subprocessors-feed.ts'

/**
 * Every version by the hash of its text. A line is added with a new version and never changed: people agreed to
 * exactly this.
 */
const FIXED: Readonly<Record<string, string>> = {
	'privacy 2026-11-28': 'fb6e8e290e48b3d16a261b3fce93858c80cf8f83a2cd6f7586409e11d978920f',
	'terms 2026-11-28': '4d4c5300a73a1b67b5b3ea25022d262a8e3d7a091139b925cbd2ff27e1ef8965',
	'dpa 2026-11-28': '47f35cc27b34fff8963e59734d59bec74b9f8c119ec5f90f9c62cf00c0c5e5fe',
}

const versions = DOCUMENTS.flatMap((document) =>
	document.versions.map((version) => ({ document, version, name: `${document.id} ${version.version}` })),
)
const textOf = (document: (typeof DOCUMENTS)[number]) => sectionsHtml(document.versions[0].sections)
const named = (id: string) => {
	const document = DOCUMENTS.find((one) => one.id === id)
	if (!document) throw new Error(`there is no ${id}`)
	return textOf(document)
}

// promise: 13
test.each(versions)('the text of $name is as it was published', ({ version, name }) => {
	// Who runs a Jitt of their own has other addresses, and the same text.
	const text = JSON.stringify(version.sections)
		.replaceAll(SERVICE.contact, '{contact}')
		.replaceAll(SERVICE.privacy, '{privacy}')
	const hash = createHash('sha256').update(text).digest('hex')
	expect({ name, hash }).toEqual({ name, hash: FIXED[name] })
})

// promise: 13
test('no version that was published is gone', () => {
	expect(versions.map(({ name }) => name).sort()).toEqual(Object.keys(FIXED).sort())
})

test('versions are dates, newest first, published a month before, and each says what it changed', () => {
	for (const { versions } of DOCUMENTS) {
		const dates = versions.map(({ version }) => version)
		expect(dates).toEqual([...new Set(dates)].sort().reverse())
		const first = versions.at(-1)
		for (const one of versions) {
			const { version, published, summary } = one
			const days = (Date.parse(version) - Date.parse(published)) / 86_400_000
			expect([version, days >= (one === first ? 0 : NOTICE_DAYS)]).toEqual([version, true])
			expect(new Date(version).toISOString().slice(0, 10)).toBe(version)
			expect(summary).not.toBe('')
		}
	}
})

test('a version that is published before its day is not in force yet', () => {
	const old = { version: '2026-01-01', published: '2026-01-01', summary: '', sections: [] }
	const next = { version: '2026-03-01', published: '2026-01-20', summary: '', sections: [] }
	const document = { id: 'terms', title: '', versions: [next, old] } as const
	expect(inForce(document, Date.UTC(2026, 1, 28, 23)).version).toBe('2026-01-01')
	expect(inForce(document, Date.UTC(2026, 2, 1)).version).toBe('2026-03-01')
	expect(inForce(document, 0).version).toBe('2026-01-01')
	const announced = (day: string) =>
		upcoming(Date.parse(day), [document]).map(({ version }) => version.version)
	expect([announced('2026-01-19'), announced('2026-01-20'), announced('2026-03-01')]).toEqual([
		[],
		['2026-03-01'],
		[],
	])
})

test('what is accepted is the terms and the processing agreement', () => {
	expect(ACCEPTED.map(({ id }) => id)).toEqual(['terms', 'dpa'])
})

test('the privacy policy makes 21 promises', () => {
	const points = DOCUMENTS.find(({ id }) => id === 'privacy')
		?.versions[0].sections.slice(0, 3)
		.flatMap(({ body }) => body.flatMap((part) => (typeof part === 'string' ? [] : part)))
	expect(points).toHaveLength(21)
})

// promise: 3
test('that leaving over the terms gives no refund is said first in the terms', () => {
	const [first] = DOCUMENTS.find(({ id }) => id === 'terms')?.versions[0].sections ?? []
	expect(first?.heading).toBe('Before you pay')
	expect(JSON.stringify(first?.body)).toMatch(/You can leave at any time.*gives no refund/)
})

test.each([
	['subject, duration, nature and purpose', /Subject, nature, purpose and duration/],
	['types of data and categories of persons', /Types of data and categories of persons/],
	[
		'documented instructions, transfers too',
		/only on your documented instructions.*transfers to third countries/,
	],
	['confidentiality', /bound to confidentiality/],
	['security', /Article 32/],
	[
		'prior notice of sub-processors, the right to object, the same duties',
		/30 days before.*object.*same duties/,
	],
	['rights of persons', /rights of persons/],
	['help with Articles 32 to 36', /Articles 32 to 36/],
	['notice of a breach within 24 hours', /24 hours/],
	['deletion or return', /Deletion and return/],
	['audits', /Audits/],
	['no sale and no combining', /do not sell or share.*do not combine/],
])('Article 28: the processing agreement has %s', (_, point) => {
	expect(named('dpa').replaceAll('\n', ' ')).toMatch(point)
})

// promise: 13
test('every document says how to reach a person', () => {
	for (const document of DOCUMENTS) {
		expect(textOf(document)).toMatch(/person answers|answered by a person/)
		expect([SERVICE.contact, SERVICE.privacy].some((one) => textOf(document).includes(`mailto:${one}`))).toBe(
			true,
		)
	}
})

test('texts are text, and links lead to our pages', () => {
	const html = sectionsHtml([
		{ heading: '<b>', body: ['See (/legal/dpa), a@b.example & <i>', ['https://x.example/a']] },
	])
	expect(html).toContain('<h2>1. &lt;b&gt;</h2>')
	expect(html).toContain(
		'See (<a href="/legal/dpa">/legal/dpa</a>), <a href="mailto:a@b.example">a@b.example</a> &amp; &lt;i&gt;',
	)
	expect(html).toContain('<li><a href="https://x.example/a">https://x.example/a</a></li>')
})

// promise: 7
test('sub-processors are announced in time', () => {
	const first = CHANGES.at(-1)
	for (const change of CHANGES) {
		if (change === first) continue
		const days = (Date.parse(change.effective) - Date.parse(change.announced)) / 86_400_000
		expect([change.id, days >= NOTICE_DAYS]).toEqual([change.id, true])
	}
	expect(new Set(CHANGES.map(({ id }) => id)).size).toBe(CHANGES.length)
	for (const { name, since } of SUBPROCESSORS) {
		expect([name, CHANGES.some(({ effective, text }) => effective === since && text.includes(name))]).toEqual(
			[name, true],
		)
	}
})

test('a change is open to objections from its announcement until its day', () => {
	const change = { id: '2', announced: '2027-01-01', effective: '2027-02-01', text: 'More' }
	const open = (day: string) => pending(Date.parse(day), [change]).length
	expect([open('2026-12-31'), open('2027-01-01'), open('2027-01-31'), open('2027-02-01')]).toEqual([
		0, 1, 1, 0,
	])
})

test('the feed names every change, newest instant first of all, and escapes it', () => {
	const change = { id: '2', announced: '2027-01-01', effective: '2027-02-01', text: 'A & <B>' }
	const xml = feed([change, ...CHANGES])
	expect(xml).toContain('<updated>2027-01-01T00:00:00Z</updated>')
	expect(xml.match(/<entry>/g)).toHaveLength(CHANGES.length + 1)
	expect(xml).toContain('A &amp; &lt;B&gt;')
})
