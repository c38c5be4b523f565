import type { Document, Section, Version } from './documents/document.ts'
import { escapeHtml } from './html.ts'

/** Documents as HTML: for the public pages, which are made at build, and for downloads. */

/** Web addresses, our own pages, and addresses of mail. */
const LINKS =
	/https?:\/\/[^\s<>"()]+|(?<=^|[\s(])\/(?:legal|pricing|cookies)\b[\w/-]*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g

/** A paragraph's text with its addresses as links. */
export const inline = (text: string): string =>
	escapeHtml(text).replace(LINKS, (found) => {
		const href = found.includes('@') && !found.includes('/') ? `mailto:${found}` : found
		return `<a href="${href}">${found}</a>`
	})

/** Sections, numbered: people refer to them. */
export const sectionsHtml = (sections: readonly Section[]): string =>
	sections
		.map(({ heading, body }, i) => {
			const parts = body.map((part) =>
				typeof part === 'string'
					? `<p>${inline(part)}</p>`
					: `<ul>\n${part.map((point) => `<li>${inline(point)}</li>`).join('\n')}\n</ul>`,
			)
			return `<section>\n<h2>${i + 1}. ${escapeHtml(heading)}</h2>\n${parts.join('\n')}\n</section>`
		})
		.join('\n')

/** When a version was in force, and what it changed. */
export const statusHtml = ({ versions }: Document, { version, summary }: Version): string => {
	const next = versions[versions.findIndex((one) => one.version === version) - 1]
	const until = next ? ` to <time datetime="${next.version}">${next.version}</time>` : ''
	return `<p class="version">Version of <time datetime="${version}">${version}</time>, in force from that day on${until}. ${escapeHtml(summary)}</p>`
}

/** A page that stands for itself and prints well; nothing is loaded. */
export const standalone = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1rem/1.55 system-ui,sans-serif;overflow-wrap:anywhere}h2{font-size:1.15rem;margin-top:1.75rem}section{break-inside:avoid}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
${body}
</body>
</html>
`
