/** A letter, ready to be sent: what it says as text and as HTML. */
export interface Letter {
	subject: string
	text: string
	html: string
	/** Where an answer goes; the sender's own address where it is left out. */
	replyTo?: string | undefined
}

/** What a letter says. The two forms are made of the same words. */
export interface Wording {
	subject: string
	/** Plain sentences; each a paragraph. Lines within one stay lines. */
	paragraphs: readonly string[]
	/** The one thing to do, if there is one. */
	action?: { label: string; link: string } | undefined
	/** Smaller, below: why one gets this letter. */
	footer?: string | undefined
}

/** Longer ones are cut by those who show them (https://www.rfc-editor.org/rfc/rfc5322#section-2.1.1). */
const MAX_SUBJECT = 77

/** Lays out a letter. A name within the subject may be long or hold a line break: the subject is one short line. */
export function letterOf({ subject, paragraphs, action, footer }: Wording): Letter {
	const text = [
		...paragraphs,
		...(action ? [`${action.label}: ${action.link}`] : []),
		...(footer ? [footer] : []),
	]
	const html = [
		...paragraphs.map((one) => `<p>${lines(one)}</p>`),
		...(action ? [`<p><a href="${escaped(action.link)}">${escaped(action.label)}</a></p>`] : []),
		...(footer ? [`<p><small>${lines(footer)}</small></p>`] : []),
	]
	return {
		subject: oneLine(subject),
		text: `${text.join('\n\n')}\n`,
		html: `<!doctype html>\n<html lang="en"><body>\n${html.join('\n')}\n</body></html>\n`,
	}
}

function oneLine(subject: string): string {
	const line = subject.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
	return line.length > MAX_SUBJECT ? `${line.slice(0, MAX_SUBJECT - 1).trimEnd()}…` : line
}

const ENTITIES: Readonly<Record<string, string>> = {
	...{ '&': '&amp;', '<': '&lt;', '>': '&gt;' },
	...{ '"': '&quot;', "'": '&#39;' },
}
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (char) => ENTITIES[char] ?? char)
const lines = (text: string): string => escaped(text).replaceAll('\n', '<br>\n')
