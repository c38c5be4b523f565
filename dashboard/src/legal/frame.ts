import { escapeHtml } from '../../../workers/rights/html.ts'
import { SERVICE } from '../../../workers/rights/service.ts'

/** A public page of the service: made at build, complete without a script. */
export interface PublicPage {
	/** Where it is, without the file's ending: `/legal/terms`. */
	path: string
	title: string
	/** One sentence, for search engines. */
	description: string
	/** Its HTML below the heading. */
	body: string
}

/** What the build knows and the pages do not. */
export interface Frame {
	/** Address of the style sheet. */
	style: string
	/** Domain under which these pages count themselves with Jitt; null = they are not counted. */
	ownSite: string | null
}

const NAV = [
	['/pricing', 'Pricing'],
	['/legal/privacy', 'Privacy'],
	['/legal/contact', 'Contact'],
	['/', 'Sign in'],
] as const

const FOOT = [
	['/welcome', 'What Jitt is'],
	['/pricing', 'Pricing'],
	['/legal/privacy', 'Privacy policy'],
	['/legal/terms', 'Terms'],
	['/legal/dpa', 'Data processing agreement'],
	['/legal/subprocessors', 'Sub-processors'],
	['/legal/cookies', 'Cookies'],
	['/legal/security', 'Security'],
	['/incidents', 'Incidents'],
	['/legal/contact', 'Contact'],
] as const

const links = (list: typeof NAV | typeof FOOT, here: string): string =>
	list
		.map(([href, label]) => `<a href="${href}"${href === here ? ' aria-current="page"' : ''}>${label}</a>`)
		.join('\n')

/** The whole page. Theme and counting are all that scripts do on it. */
export const framed = ({ path, title, description, body }: PublicPage, { style, ownSite }: Frame): string =>
	`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${escapeHtml(description)}">
<title>${escapeHtml(title)} · Jitt</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="alternate" type="application/atom+xml" title="Changes of the sub-processors" href="/legal/subprocessors.xml">
<link rel="stylesheet" href="${style}">
<script src="/theme.js"></script>${ownSite === null ? '' : `\n<script defer data-domain="${escapeHtml(ownSite)}" src="/js/jitt.js"></script>`}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="band"><div>
<a class="brand" href="/welcome"><img src="/icon.svg" width="24" height="24" alt=""> Jitt</a>
<nav aria-label="Jitt">${links(NAV, path)}</nav>
</div></header>
<main id="main">
<h1>${escapeHtml(title)}</h1>
${body}
</main>
<footer class="band"><div>
<nav aria-label="All pages">${links(FOOT, path)}</nav>
<p>Questions? A person answers within ${SERVICE.answerDays} working days: <a href="mailto:${SERVICE.contact}">${SERVICE.contact}</a></p>
</div></footer>
</body>
</html>
`
