import { createHash } from 'node:crypto'
import type { Decision } from '../model/event.ts'
import { policyOf } from '../store/policy.ts'
import { versionsOf } from './history.ts'
import { escapeHtml } from './html.ts'
import { fill, LANGUAGES } from './languages.ts'
import { linksOf } from './manifest.ts'
import { noticeOf } from './notice.ts'
import { lawOf, outcomesOf } from './outcomes.ts'
import { countryName } from './places.ts'
import { linked } from './render.ts'
import type { Subject } from './subject.ts'
import type { Words } from './words.ts'

/** What the page is made from: a site, and the visitor who asks. */
export interface PageFacts {
	subject: Subject
	decision: Decision
	/** ISO 3166-1 alpha-2; blank = unknown. */
	country: string
	/** The browser sends one of the signals. */
	signalled: boolean
	appUrl: string
	/** ms since the epoch. */
	now: number
}

const STYLE = `:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--paper:#fff;--line:#d0d7de;--link:#0a58ca;--mark:#eef4fb}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa5b1;--paper:#0f1419;--line:#30363d;--link:#7ab7ff;--mark:#16202b}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 system-ui,sans-serif;overflow-wrap:anywhere}
main,footer,nav{max-width:42rem;margin:0 auto;padding:0 1rem}main{padding-top:1rem}h1{font-size:1.75rem;line-height:1.25}h2{font-size:1.25rem;margin-top:2rem}h3{font-size:1rem;margin:1.25rem 0 0}
p{margin:.4rem 0}.here{background:var(--mark);border:1px solid var(--line);border-radius:.5rem;padding:.25rem 1rem 1rem}.here h2{margin-top:.75rem}.outcome{font-weight:600}
a{color:var(--link)}a:focus-visible{outline:3px solid var(--link);outline-offset:2px}footer{color:var(--soft);font-size:.9375rem;padding-bottom:2rem}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;padding:0;margin:1rem 0 0}nav a{display:inline-block;padding:.25rem 0}`

/** Nothing on the page runs or is fetched: its style stands in it and is known by its hash. */
export const CONTENT_SECURITY_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** The page that explains a site to one of its visitors, in a language. It needs no script. */
export function pageOf(words: Words, facts: PageFacts): string {
	const { page } = words
	const { subject, appUrl, now } = facts
	const policy = policyOf(subject.row)
	const links = linksOf(appUrl, policy.domain)
	const { points } = noticeOf(words, {
		policy,
		outcomes: outcomesOf(policy, now),
		...links,
		contact: policy.domain,
	})
	const heading = fill(page.heading, { site: policy.domain })
	const since = versionsOf(subject).at(-1)?.since ?? subject.row.createdAt.toISOString()
	const version = fill(page.version, { version: policy.version, date: dateIn(words, since) })
	return `<!doctype html>
<html lang="${words.code}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(heading)}</title>
<style>${STYLE}</style>
</head>
<body>
<nav aria-label="${escapeHtml(page.languages)}"><ul>${languageLinks(words)}</ul></nav>
<main>
<h1>${escapeHtml(heading)}</h1>
<p>${escapeHtml(fill(page.intro, { site: policy.domain }))}</p>
<section class="here" aria-labelledby="here">
<h2 id="here">${escapeHtml(page.here)}</h2>
${hereOf(words, facts)}
</section>
<h2>${escapeHtml(page.act)}</h2>
<p>${escapeHtml(fill(page.actWhere, { site: policy.domain }))} <a href="https://${escapeHtml(policy.domain)}/" rel="noreferrer">${escapeHtml(policy.domain)}</a></p>
<h2>${escapeHtml(words.notice.title)}</h2>
${points.map((point) => `<h3>${escapeHtml(point.heading)}</h3>\n<p>${linked(point.text)}</p>`).join('\n')}
<h2>${escapeHtml(page.policy)}</h2>
<p>${escapeHtml(version)}</p>
<p>${linked(fill(page.machines, { manifest: links.manifest }))}</p>
</main>
<footer><p>${escapeHtml(page.noAdvice)}</p></footer>
</body>
</html>
`
}

/** What holds for the visitor who asks. */
function hereOf({ code, page, ...words }: Words, facts: PageFacts): string {
	const { decision, country, signalled } = facts
	const law = lawOf(decision.rule, facts.now)
	const place = countryName({ code, page, ...words }, country)
	// Of what is counted without a cookie another question is open than of the cookie.
	const cookie = decision.outcome !== 'light' && policyOf(facts.subject.row).mode === 'cookie'
	const certainty = law.certainty[cookie ? 'cookie' : 'lightweight']
	const reason = decision.reason === 'no-cookie-path' ? 'lightweight' : decision.reason
	const sources = law.sources.map(
		(source, i) => `<a href="${escapeHtml(source)}" rel="noreferrer">[${i + 1}]</a>`,
	)
	const rule = fill(page.rule, { rule: decision.rule, law: law.law })
	return [
		`<p class="outcome">${escapeHtml(page.reasons[reason])}</p>`,
		...(signalled ? [] : [`<p>${escapeHtml(page.noSignal)}</p>`]),
		`<p>${escapeHtml(country === '' ? page.fromUnknown : fill(page.from, { place }))}</p>`,
		`<p>${escapeHtml(rule)} ${escapeHtml(certainty === 'firm' ? page.firm : page.contested)} ${sources.join(' ')}</p>`,
		...(decision.outcome === 'light' ? [`<p>${escapeHtml(page.honest)}</p>`] : []),
	].join('\n')
}

const languageLinks = ({ code }: Words): string =>
	[...LANGUAGES.values()]
		.map((one) => {
			const current = one.code === code ? ' aria-current="true"' : ''
			return `<li><a href="?lang=${one.code}" lang="${one.code}" hreflang="${one.code}"${current}>${escapeHtml(one.name)}</a></li>`
		})
		.join('')

const dateIn = ({ code }: Words, iso: string): string =>
	new Intl.DateTimeFormat(code, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(iso))
