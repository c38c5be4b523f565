/** Reading what strangers send: bounded, and never an exception. */

/** The largest beacon in use is far below; a page that sends more is broken or hostile. */
export const BODY_BYTES = 65_536

const UNREADABLE = Symbol('unreadable')

/** The JSON of a body, whatever its content type; `unreadable` where it is none or too long. */
export async function readJson(request: Request): Promise<unknown> {
	const text = await readText(request)
	if (text === null) return UNREADABLE
	try {
		return JSON.parse(text)
	} catch {
		return UNREADABLE
	}
}

export const isUnreadable = (body: unknown): boolean => body === UNREADABLE

async function readText(request: Request): Promise<string | null> {
	const declared = request.headers.get('content-length')
	try {
		if (declared !== null) return Number(declared) <= BODY_BYTES ? await request.text() : null
		return await readStream(request.body)
	} catch {
		// The sender went away, or its body breaks HTTP.
		return null
	}
}

/** A body of unknown length is read no further than it may be long. */
async function readStream(body: ReadableStream<Uint8Array> | null): Promise<string | null> {
	if (!body) return null
	const chunks: Uint8Array[] = []
	let bytes = 0
	for await (const chunk of body) {
		bytes += chunk.byteLength
		if (bytes > BODY_BYTES) return null
		chunks.push(chunk)
	}
	return Buffer.concat(chunks).toString('utf8')
}
