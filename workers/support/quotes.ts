import { ANSWER_ABOVE } from '../mail/words/en/support.ts'

/** Lines with which mail programs begin what they quote, in the languages people mostly write to us in. */
const BEGINNINGS = [
	/^-{2,}\s*(original message|forwarded message|ursprüngliche nachricht|message d'origine|mensaje original)\s*-{2,}$/i,
	/^_{20,}$/,
	/^(on|am|le|el|il|op|em)\b.{4,300}\b(wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu)\b.{0,200}:$/i,
]
/** Outlook begins with a block of headers and no line before it. */
const HEADER = /^\*?(from|von|de|da|van)\s?:\*?\s.+/i
const NEXT_HEADER = /^\*?(sent|gesendet|envoyé|enviado|inviato|verzonden|date|datum|to|an|à)\s?:\*?\s.+/i
/** What is above an address line may be cut in two: `On Monday, Ada\n<ada@example.org> wrote:`. */
const JOINED = 3

/**
 * What somebody wrote in an answer by mail: without the mail it answers, which we have, and without the signature
 * below `-- `. Those who write below what they quote get their own lines.
 */
export function withoutHistory(text: string): string {
	const lines = text.replaceAll('\r\n', '\n').split('\n')
	const end = lines.findIndex((_, at) => begins(lines, at))
	const above = own(end < 0 ? lines : lines.slice(0, end))
	if (above !== '' || end < 0) return above
	// After our own mark nothing but history can come, unless the quote itself goes on below it.
	return own(lines.slice(end).filter((line, at) => !line.includes(ANSWER_ABOVE) && !begins(lines, end + at)))
}

function begins(lines: readonly string[], at: number): boolean {
	const line = (lines[at] ?? '').replace(/^[>\s]+/, '').trim()
	if (line.includes(ANSWER_ABOVE)) return true
	if (line === '') return false
	for (let length = 1; length <= JOINED; length++) {
		const joined = lines
			.slice(at, at + length)
			.map((one) => one.replace(/^[>\s]+/, '').trim())
			.join(' ')
		if (BEGINNINGS.some((beginning) => beginning.test(joined))) return true
	}
	return HEADER.test(line) && lines.slice(at + 1, at + 4).some((one) => NEXT_HEADER.test(one.trim()))
}

function own(lines: readonly string[]): string {
	const signature = lines.findIndex((line) => line === '-- ' || line === '--')
	return (signature < 0 ? lines : lines.slice(0, signature))
		.filter((line) => !line.startsWith('>'))
		.join('\n')
		.replaceAll(/\n{3,}/g, '\n\n')
		.trim()
}
