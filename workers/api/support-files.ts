import { callerOf } from '../account/caller.ts'
import type { AppError } from '../kit/result.ts'
import { dropWaiting, openFile, takeFile } from '../support/attachments.ts'
import { readerOf } from '../support/signed.ts'
import type { CounterContext } from './access.ts'
import { failure } from './errors.ts'
import { tooMany } from './support-limits.ts'

const UNKNOWN: AppError = { kind: 'not_found', message: 'File could not be found' }

/**
 * `POST /api/support/files?name=&size=` with the file as body → 201 `{"id", "name", "type", "bytes", "image"}`. It
 * waits there, for a day at most, for the message that names its id.
 */
export async function postFile(c: CounterContext): Promise<Response> {
	const { userId } = c.get('caller')
	return takeFrom(c, userId)
}

/** Takes the body of a request in as a file of an uploader. */
export async function takeFrom(c: CounterContext, uploader: string): Promise<Response> {
	const no = await tooMany(c, 'files', uploader)
	if (no) return failure(c, no)
	const name = c.req.query('name') ?? ''
	const size = /^\d{1,12}$/.test(c.req.query('size') ?? '') ? Number(c.req.query('size')) : 0
	const taken = await takeFile(c.env, uploader, { name, size, body: c.req.raw.body }, Date.now())
	return taken.ok ? c.json(taken.value, 201) : failure(c, taken.error)
}

/** `DELETE /api/support/files/:id` → `{"deleted": true}`: a file that was not sent yet. */
export async function removeFile(c: CounterContext): Promise<Response> {
	const gone = await dropWaiting(c.env, c.get('caller').userId, c.req.param('id') ?? '')
	return gone ? c.json({ deleted: true }) : failure(c, UNKNOWN)
}

/**
 * `GET /api/support/files/:id?until&reader&mac` → the file, by a link from a conversation: for minutes, for the
 * reader it was made for. Everything but plain pictures is a download, and nothing in it can run.
 */
export async function getFile(c: CounterContext): Promise<Response> {
	const id = c.req.param('id') ?? ''
	const reader = readerOf(c.env, id, (name) => c.req.query(name), Date.now())
	if (reader === null || !(await isReader(c, reader))) return failure(c, UNKNOWN)
	const file = await openFile(c.env, id)
	if (!file) return failure(c, UNKNOWN)
	const { name, type, image, bytes } = file.info
	const ascii = name.replaceAll(/[^\w .()-]/g, '_')
	const disposition = `${image ? 'inline' : 'attachment'}; filename="${ascii}"; filename*=UTF-8''${encode(name)}`
	return new Response(file.body, {
		headers: {
			'content-type': image ? type : 'application/octet-stream',
			'content-length': String(bytes),
			'content-disposition': disposition,
			'content-security-policy': "default-src 'none'; sandbox",
			'cross-origin-resource-policy': 'same-origin',
			'referrer-policy': 'no-referrer',
			'x-content-type-options': 'nosniff',
			'cache-control': 'no-store',
		},
	})
}

/** Who has no account is known by nothing but the link. */
async function isReader(c: CounterContext, reader: string): Promise<boolean> {
	if (reader.startsWith('ticket:')) return true
	const caller = await callerOf(c.env, c.req.raw)
	return caller !== null && caller.via === 'session' && caller.userId === reader
}

/** As RFC 8187 has it: `'()*` are no part of what may stand there. */
const encode = (name: string): string =>
	encodeURIComponent(name).replaceAll(
		/['()*]/g,
		(char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
	)
