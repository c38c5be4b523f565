/** A letter, ready to be sent: what it says as text and as HTML. */
export interface Letter {
	subject: string
	text: string
	html: string
}

/** What a letter says. The two forms are made of the same words. */
export interface Wording {
	subject: string
	/** Plain sentences; each a paragraph. */
	paragraphs: readonly string[]
	/** The one thing to do, if there is one. */
	action?: { label: string; link: string } | undefined
	/** Smaller, below: why one gets this letter. */
	footer?: string | undefined
}

/** Lays out a letter. */
export function letterOf({ subject, paragraphs, action, footer }: Wording): Letter {
	const text = [
		...paragraphs,
		...(action ? [`${action.label}: ${action.link}`] : []),
		...(footer ? [footer] : []),
	]
	const html = [
		...paragraphs.map((one) => `<p>${escaped(one)}</p>`),
		...(action ? [`<p><a href="${escaped(action.link)}">${escaped(action.label)}</a></p>`] : []),
		...(footer ? [`<p><small>${escaped(footer)}</small></p>`] : []),
	]
	return { subject, text: `${text.join('\n\n')}\n`, html: html.join('\n') }
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (char) => ENTITIES[char] ?? char)
