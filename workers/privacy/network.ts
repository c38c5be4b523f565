/** Addresses and blocks of them (https://www.rfc-editor.org/rfc/rfc4632, https://www.rfc-editor.org/rfc/rfc4291). Pure. */

/** The 4 bytes of an IPv4 address or the 16 of an IPv6 one; an IPv4 address written as IPv6 has 4. Null: none. */
export function bytesOf(address: string): number[] | null {
	const text = address.trim().toLowerCase()
	if (!text.includes(':')) return fourOf(text)
	const [head = '', tail, more] = text.split('::')
	if (more !== undefined) return null
	const before = groupsOf(head)
	const after = tail === undefined ? [] : groupsOf(tail)
	if (!before || !after) return null
	const gap = 8 - before.length - after.length
	if (tail === undefined ? gap !== 0 : gap < 1) return null
	const groups = [...before, ...new Array<number>(gap).fill(0), ...after]
	const bytes = groups.flatMap((group) => [group >> 8, group & 255])
	const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
	return mapped ? bytes.slice(12) : bytes
}

function fourOf(text: string): number[] | null {
	const parts = text.split('.')
	if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part))) return null
	const bytes = parts.map(Number)
	return bytes.every((byte) => byte <= 255) ? bytes : null
}

/** Groups of one side of an IPv6 address; an IPv4 address may end it, as two of them. */
function groupsOf(text: string): number[] | null {
	if (text === '') return []
	const groups: number[] = []
	const parts = text.split(':')
	for (const [i, part] of parts.entries()) {
		if (/^[0-9a-f]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16))
		else {
			const four = i === parts.length - 1 ? fourOf(part) : null
			if (!four) return null
			const [a = 0, b = 0, c = 0, d = 0] = four
			groups.push((a << 8) | b, (c << 8) | d)
		}
	}
	return groups.length <= 8 ? groups : null
}

/** A block of addresses: those whose first `bits` are those of `bytes`. */
export interface Block {
	bytes: number[]
	bits: number
}

/** Reads `192.0.2.0/24`, `2001:db8::/32` or an address alone; null where it is neither. */
export function blockOf(text: string): Block | null {
	const [address = '', length, more] = text.split('/')
	const bytes = bytesOf(address)
	if (!bytes || more !== undefined) return null
	if (length === undefined) return { bytes, bits: bytes.length * 8 }
	if (!/^\d{1,3}$/.test(length)) return null
	// Of an IPv4 block written as IPv6 the length counts the 96 bits in front.
	const bits = Number(length) - (address.includes(':') && bytes.length === 4 ? 96 : 0)
	return bits >= 0 && bits <= bytes.length * 8 ? { bytes, bits } : null
}

/** Whether a block holds an address. */
export function holds({ bytes, bits }: Block, address: readonly number[]): boolean {
	if (address.length !== bytes.length) return false
	const whole = bits >> 3
	for (let i = 0; i < whole; i++) if (address[i] !== bytes[i]) return false
	const rest = bits & 7
	return rest === 0 || ((address[whole] ?? 0) ^ (bytes[whole] ?? 0)) >> (8 - rest) === 0
}
