import { fileTypeFromBuffer } from 'file-type'

/** Bytes from the start of a file that say what it is. */
export const HEAD_BYTES = 4100

export interface Kind {
	/** MIME type by which it is kept. */
	type: string
	/** Shown in the page; everything else is only downloaded. */
	image: boolean
}

/** Formats by the ending of the name: what the first bytes must be, as `file-type` names it. */
const FORMATS: Readonly<Record<string, { bytes: readonly string[]; image?: true }>> = {
	png: { bytes: ['image/png', 'image/apng'], image: true },
	jpg: { bytes: ['image/jpeg'], image: true },
	jpeg: { bytes: ['image/jpeg'], image: true },
	gif: { bytes: ['image/gif'], image: true },
	webp: { bytes: ['image/webp'], image: true },
	pdf: { bytes: ['application/pdf'] },
	zip: { bytes: ['application/zip'] },
	gz: { bytes: ['application/gzip'] },
	mp4: { bytes: ['video/mp4', 'video/x-m4v'] },
	webm: { bytes: ['video/webm', 'video/matroska'] },
	docx: {
		bytes: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'application/zip'],
	},
	xlsx: { bytes: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/zip'] },
	odt: { bytes: ['application/vnd.oasis.opendocument.text'] },
}
/** Texts have no signature: they must be one. SVG and HTML are here because they are never shown, only downloaded. */
const TEXTS = new Set(['txt', 'log', 'csv', 'json', 'har', 'md', 'xml', 'svg', 'html', 'eml'])
const TEXT_TYPES: Readonly<Record<string, readonly string[]>> = {
	svg: ['application/xml', 'image/svg+xml'],
	xml: ['application/xml'],
	html: ['application/xml'],
	json: ['application/json'],
	har: ['application/json'],
	eml: ['message/rfc822'],
}

export const ENDINGS = [...Object.keys(FORMATS), ...TEXTS]

/**
 * What a file is, if its first bytes agree with the ending of its name; null where they do not, or where it is
 * nothing that is taken.
 */
export async function kindOf(name: string, head: Uint8Array): Promise<Kind | null> {
	const ending = /\.([a-z0-9]+)$/.exec(name.toLowerCase())?.[1] ?? ''
	const found = await fileTypeFromBuffer(head).catch(() => undefined)
	const format = Object.hasOwn(FORMATS, ending) ? FORMATS[ending] : undefined
	if (format) {
		if (!found || !format.bytes.includes(found.mime)) return null
		return { type: format.bytes[0] ?? found.mime, image: format.image === true }
	}
	if (!TEXTS.has(ending) || !isText(head)) return null
	if (found && TEXT_TYPES[ending]?.includes(found.mime) !== true) return null
	return { type: 'text/plain', image: false }
}

/** UTF-8 without control characters; a character may be cut in two at the end. */
function isText(head: Uint8Array): boolean {
	try {
		const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(head, { stream: true })
		// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
		return !/[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f]/.test(text)
	} catch {
		return false
	}
}

/**
 * A file's name as it may be kept and sent on: what follows the last slash, without characters that steer anything,
 * with its ending, at most 120 characters.
 */
export function plainName(given: string): string {
	const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
	const clean = last
		// Controls, and marks that turn the direction: `photo\u202Egnp.exe` would look like a picture.
		.replaceAll(/[\p{Cc}\p{Cf}"<>|:*?]/gu, '')
		.replaceAll(/^[\s.]+|[\s.]+$/g, '')
	if (clean.length <= 120) return clean.toWellFormed() || 'file'
	const ending = /\.[a-z0-9]{1,8}$/i.exec(clean)?.[0] ?? ''
	return (clean.slice(0, 120 - ending.length) + ending).toWellFormed()
}
