import { escapeHtml } from './html.ts'
import type { Notice } from './notice.ts'

/** A notice in the form in which an owner pastes it. */

export const FORMATS = ['text', 'html', 'markdown'] as const
export type Format = (typeof FORMATS)[number]

const ADDRESS = /https?:\/\/[^\s<>"()]+/g

/** The notice with its headings numbered. */
export function render(notice: Notice, format: Format, lang: string): string {
	switch (format) {
		case 'text':
			return text(notice)
		case 'html':
			return html(notice, lang)
		case 'markdown':
			return markdown(notice)
	}
}

const text = ({ title, points }: Notice): string =>
	`${title}\n\n${points.map((point, i) => `${i + 1}. ${point.heading}\n${point.text}`).join('\n\n')}\n`

/** Addresses become links; all else is text. */
export const linked = (plain: string): string =>
	escapeHtml(plain).replace(ADDRESS, (address) => `<a href="${address}">${address}</a>`)

const html = ({ title, points }: Notice, lang: string): string =>
	[
		`<section lang="${lang}">`,
		`<h2>${escapeHtml(title)}</h2>`,
		...points.map(
			({ heading, text }, i) => `<h3>${i + 1}. ${escapeHtml(heading)}</h3>\n<p>${linked(text)}</p>`,
		),
		'</section>\n',
	].join('\n')

/** Marks of Markdown are text here; an address in angle brackets is a link in every dialect. */
function markdown({ title, points }: Notice): string {
	const plain = (part: string) => part.replace(/[\\`*_[\]<>#|]/g, '\\$&')
	const marked = (part: string) => {
		const addresses = part.match(ADDRESS) ?? []
		return part
			.split(ADDRESS)
			.map((between, i) => plain(between) + (addresses[i] ? `<${addresses[i]}>` : ''))
			.join('')
	}
	const parts = points.map(({ heading, text }, i) => `### ${i + 1}. ${plain(heading)}\n\n${marked(text)}`)
	return `## ${plain(title)}\n\n${parts.join('\n\n')}\n`
}
