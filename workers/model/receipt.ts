import { createHash } from 'node:crypto'

/**
 * Receipts of deletions as they are published, and how anybody checks them. Imports nothing of Jitt, so that it
 * can be read and run for itself (`scripts/receipts.ts`).
 */

/** One deletion that was completed. Instants in ISO 8601, UTC. */
export interface Receipt {
	/** Number of the site. */
	site: number
	/** From 1 on, without gaps. */
	seq: number
	/** `events`, `visits` or `rollups`. */
	rule: string
	/** The range that was emptied, half-open. */
	from: string
	to: string
	/** Rows that went. */
	rows: number
	/** Start of the day of the oldest row that was left; null where none was. */
	oldest: string | null
	/** When the deletion was completed. */
	at: string
	/** Of the policy whose rule it was. */
	policy_version: number
	/** Hash of the receipt before; `GENESIS` in the first one. */
	previous: string
}

/** A receipt with its own hash: a link of the chain. */
export type Sealed = Receipt & { hash: string }

/** The last link, as the site's object remembers it. */
export interface Head {
	seq: number
	hash: string
}

export const GENESIS = '0'.repeat(64)

/**
 * SHA-256 (hexadecimal) over the canonical JSON of all members but `hash`: members in the order of their names,
 * no white space (RFC 8785 for what is in a receipt: texts, whole numbers, null).
 */
export function receiptHash(receipt: object): string {
	const members = Object.entries(receipt)
		.filter(([name]) => name !== 'hash')
		.sort(([a], [b]) => (a < b ? -1 : 1))
	return createHash('sha256')
		.update(JSON.stringify(Object.fromEntries(members)), 'utf8')
		.digest('hex')
}

/** Makes a receipt a link. */
export const sealed = (receipt: Receipt): Sealed => ({ ...receipt, hash: receiptHash(receipt) })

/**
 * Checks a whole chain against its head.
 * @param links all receipts, the first one first; nothing of their shape is taken for granted.
 * @param known a head that was seen earlier: it must still be a link.
 * @returns one sentence for each break; empty = the chain holds.
 */
export function chainFaults(
	links: readonly unknown[],
	head: Head | null,
	known: Head | null = null,
): string[] {
	const faults: string[] = []
	let before: Head = { seq: 0, hash: GENESIS }
	for (const link of links) {
		if (!isLink(link)) {
			faults.push(`after receipt ${before.seq} comes something that is no receipt`)
			continue
		}
		if (link.seq !== before.seq + 1) faults.push(`after receipt ${before.seq} comes ${link.seq}`)
		if (link.previous !== before.hash)
			faults.push(`receipt ${link.seq} does not follow from the one before it`)
		if (link.hash !== receiptHash(link)) faults.push(`receipt ${link.seq} was altered: its hash is another`)
		if (known?.seq === link.seq && known.hash !== link.hash) faults.push(`receipt ${link.seq} was replaced`)
		before = { seq: link.seq, hash: link.hash }
	}
	const last = head ?? { seq: 0, hash: GENESIS }
	if (before.seq !== last.seq) faults.push(`the chain ends with ${before.seq}, its head says ${last.seq}`)
	else if (before.hash !== last.hash) faults.push(`receipt ${before.seq} is not the one that the head names`)
	if (known && known.seq > before.seq) faults.push(`receipt ${known.seq} was there and is no more`)
	return faults
}

function isLink(value: unknown): value is { seq: number; previous: string; hash: string } {
	if (typeof value !== 'object' || value === null) return false
	const { seq, previous, hash } = value as Record<string, unknown>
	return typeof seq === 'number' && typeof previous === 'string' && typeof hash === 'string'
}
