import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import type { Env } from '../env.ts'
import type { Facts, Notice } from '../model/incident.ts'
import { referenceOf } from './incidents.ts'
import { type Field, fieldsFor } from './incidents-notices.ts'
import { filled, instantIn, wordsOf } from './incidents-words.ts'

/** The public page of incidents and its feed: for visitors of sites, whom no mail can reach. It needs no script. */

export interface Published {
	reference: string
	title: string
	language: string
	version: number
	/** ms since the epoch; null while it is open. */
	closedAt: number | null
	/** When the first version went out, and the last. */
	firstAt: number
	at: number
	fields: Field[]
	/** The full story; blank before the end. */
	story: string
	phases: boolean
}

interface Row {
	id: number
	openedAt: number
	closedAt: number | null
	version: number
	kind: string
	at: number
	firstAt: number
	facts: string
	notice: string
}

/** Those that are told in public, the newest first; what nobody confirmed is not among them. */
export async function publishedIncidents(env: Env): Promise<Published[]> {
	const { results } = await env.DB.prepare(
		'SELECT i.id, i.opened_at AS openedAt, i.closed_at AS closedAt, n.version, n.kind, n.confirmed_at AS at, (SELECT min(confirmed_at) FROM incident_notice f WHERE f.incident_id = i.id) AS firstAt, n.facts, n.notice FROM incident i JOIN incident_notice n ON n.incident_id = i.id AND n.version = i.version WHERE i.published = 1 ORDER BY i.id DESC LIMIT 100',
	).all<Row>()
	return results.map(({ id, openedAt, kind, facts: factsText, notice: noticeText, ...row }) => {
		const facts: Facts = JSON.parse(factsText)
		const notice: Notice = JSON.parse(noticeText)
		const reference = referenceOf({ id, openedAt: new Date(openedAt) })
		const told = {
			...{ reference, version: row.version, facts, notice, versions: [], authorities: [] },
			scope: { accounts: 0, sites: 0, countries: [] },
		}
		return {
			...{ ...row, reference, title: facts.title, language: notice.language, phases: notice.phases },
			...{ fields: fieldsFor('public', told), story: kind === 'closing' ? notice.story : '' },
		}
	})
}

const STYLE = `:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--paper:#fff;--line:#d0d7de;--link:#0a58ca}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa5b1;--paper:#0f1419;--line:#30363d;--link:#7ab7ff}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 system-ui,sans-serif;overflow-wrap:anywhere}
main,footer{max-width:42rem;margin:0 auto;padding:1rem}h1{font-size:1.75rem;line-height:1.25}h2{font-size:1.25rem;line-height:1.3;margin:0}
article{border-top:1px solid var(--line);padding:1.25rem 0}dt{font-weight:600;margin-top:1rem}dd{margin:0;white-space:pre-line}.soft,footer{color:var(--soft);font-size:.9375rem}
.story{white-space:pre-line}a{color:var(--link)}a:focus-visible{outline:3px solid var(--link);outline-offset:2px}`

/** Nothing on the page runs or is fetched: its style stands in it and is known by its hash. */
export const INCIDENTS_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

type Markup = ReturnType<typeof html>

/** The page of all incidents, or of one. */
export async function incidentsPage(
	incidents: readonly Published[],
	appUrl: string,
	one: boolean,
): Promise<string> {
	const language = one ? (incidents[0]?.language ?? 'en') : 'en'
	const { page } = wordsOf(language)
	const title = one ? `${incidents[0]?.reference}: ${incidents[0]?.title}` : page.title
	const head = one
		? html`<p><a href="/incidents">${page.all}</a></p>`
		: html`<h1>${page.title}</h1>
<p>${page.intro}</p>
<p class="soft">${page.visitors}</p>`
	const body =
		incidents.length === 0 ? html`<p>${page.none}</p>` : incidents.map((each) => article(each, one))
	return String(
		await html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title} · Jitt</title>
<link rel="alternate" type="application/atom+xml" href="${appUrl}/incidents/feed.atom" title="${page.title}">
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
${head}
${body}
</main>
<footer><p><a href="/incidents/feed.atom">${page.feed}</a> · <a href="/">Jitt</a></p></footer>
</body>
</html>
`,
	)
}

function article(one: Published, alone: boolean): Markup {
	const { page } = wordsOf(one.language)
	const version = filled(page.version, { version: one.version, date: instantIn(one.language, one.at) })
	const heading = alone
		? html`<h1>${one.title}</h1>`
		: html`<h2><a href="/incidents/${one.reference}">${one.title}</a></h2>`
	return html`<article lang="${one.language}" id="${one.reference}">
${heading}
<p class="soft">${one.reference} · ${one.closedAt === null ? page.open : page.closed} · ${version}</p>
${one.story === '' ? '' : html`<p class="story"><strong>${page.story}</strong>\n${one.story}</p>`}
<dl>${one.fields.map(({ label, text }) => html`<dt>${label}</dt><dd>${text}</dd>`)}</dl>
${one.phases && one.closedAt === null ? html`<p>${page.follows}</p>` : ''}
</article>`
}

/** The feed (https://www.rfc-editor.org/rfc/rfc4287). @param now ms since the epoch, where there is nothing yet. */
export async function incidentsFeed(
	incidents: readonly Published[],
	appUrl: string,
	now: number,
): Promise<string> {
	const { page } = wordsOf('en')
	const iso = (at: number) => new Date(at).toISOString()
	const entries = incidents.map((one) => {
		const texts = [one.story, ...one.fields.map(({ label, text }) => `${label}:\n${text}`)]
		const link = `${appUrl}/incidents/${one.reference}`
		return html`<entry xml:lang="${one.language}">
<id>${link}</id>
<title>${one.reference}: ${one.title}</title>
<link href="${link}"/>
<published>${iso(one.firstAt)}</published>
<updated>${iso(one.at)}</updated>
<content type="text">${texts.filter(Boolean).join('\n\n')}</content>
</entry>
`
	})
	// Of no time is nothing in it: a day's beginning keeps the feed the same all day.
	const updated = Math.max(0, ...incidents.map(({ at }) => at)) || now - (now % 86_400_000)
	return String(
		await html`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${appUrl}/incidents</id>
<title>Jitt: ${page.title}</title>
<link rel="self" href="${appUrl}/incidents/feed.atom"/>
<link href="${appUrl}/incidents"/>
<author><name>Jitt</name></author>
<updated>${iso(updated)}</updated>
${entries}</feed>
`,
	)
}
