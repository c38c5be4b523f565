/**
 * How a backup is written: parts of rows, compressed, each encrypted and authenticated by itself, and a manifest that
 * names every part. Imports nothing of Jitt: `scripts/restore.ts` reads with it what the Worker wrote.
 */

/** Rows of one table. A cell is what D1 answers: a text, a number, or null. */
export interface Rows {
	/** Binding of the database. */
	db: string
	table: string
	columns: string[]
	rows: Cell[][]
}
export type Cell = string | number | null

/** A part as the manifest names it. */
export interface PartInfo {
	/** From 1 on. */
	n: number
	/** Name of the object, below the backup's. */
	name: string
	bytes: number
	/** Of the encrypted bytes, hexadecimal. */
	sha256: string
	rows: number
}

export interface BackupManifest {
	format: string
	id: string
	/** ISO 8601. */
	started_at: string
	finished_at: string
	parts: PartInfo[]
	/** Rows by database and table: `DB.user`. */
	tables: Record<string, number>
}

export const FORMAT = 'jitt-backup/1'
export const MANIFEST = 'manifest'
const IV_BYTES = 12
const KEY_BYTES = 32

/** Seals and opens what belongs to one backup. */
export interface Sealer {
	/** @param place what it is and where it belongs: it opens nowhere else. */
	seal(place: string, plain: Uint8Array): Promise<Uint8Array>
	/** @throws where it was changed, is of another place or backup, or the key is another. */
	open(place: string, sealed: Uint8Array): Promise<Uint8Array>
}

/**
 * AES-256-GCM with a key that is derived for this backup alone (HKDF-SHA-256), so that random nonces never meet.
 * @param key 32 bytes in base64.
 * @throws where the key is none.
 */
export async function sealerOf(key: string, id: string): Promise<Sealer> {
	const raw = Buffer.from(key, 'base64')
	if (raw.length !== KEY_BYTES) throw new Error(`BACKUP_KEY must be ${KEY_BYTES} bytes in base64`)
	const base = await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveKey'])
	const derived = await crypto.subtle.deriveKey(
		{ name: 'HKDF', hash: 'SHA-256', salt: utf8(id), info: utf8(FORMAT) },
		base,
		{ name: 'AES-GCM', length: 256 },
		false,
		['encrypt', 'decrypt'],
	)
	const bound = (iv: Uint8Array<ArrayBuffer>, place: string) => ({
		...{ name: 'AES-GCM', iv },
		additionalData: utf8(`${FORMAT} ${id} ${place}`),
	})
	return {
		async seal(place, plain) {
			const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
			return Buffer.concat([
				iv,
				new Uint8Array(await crypto.subtle.encrypt(bound(iv, place), derived, new Uint8Array(plain))),
			])
		},
		async open(place, sealed) {
			const iv = new Uint8Array(sealed.slice(0, IV_BYTES))
			return new Uint8Array(
				await crypto.subtle.decrypt(bound(iv, place), derived, new Uint8Array(sealed.slice(IV_BYTES))),
			)
		},
	}
}

/** Where a part belongs. */
export const placeOf = (n: number): string => `part ${n}`

/** Rows as compressed lines of JSON. */
export const packRows = (all: readonly Rows[]): Promise<Uint8Array> =>
	through(all.map((one) => `${JSON.stringify(one)}\n`).join(''), new CompressionStream('gzip'))

export async function unpackRows(packed: Uint8Array): Promise<Rows[]> {
	const text = new TextDecoder().decode(await through(packed, new DecompressionStream('gzip')))
	return text
		.split('\n')
		.filter(Boolean)
		.map((line) => JSON.parse(line) as Rows)
}

async function through(
	body: string | Uint8Array,
	stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
	const whole = new Blob([typeof body === 'string' ? body : new Uint8Array(body)])
	return new Uint8Array(await new Response(whole.stream().pipeThrough(stream)).arrayBuffer())
}

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text))

/** SHA-256, hexadecimal. */
export async function sha256Of(bytes: Uint8Array): Promise<string> {
	return Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))).toString('hex')
}
