import { createHmac } from 'node:crypto'

/** For tests: what an authenticator app shows for the secret of such an address (RFC 6238). */
export function codeOf(uri: string, now = Date.now()): string {
	const secret = new URL(uri).searchParams.get('secret') ?? ''
	const counter = Buffer.alloc(8)
	counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)))
	const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest()
	const at = (mac.at(-1) ?? 0) & 15
	return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

function fromBase32(text: string): Buffer {
	const bits = [...text.replace(/=+$/, '')]
		.map((char) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0'))
		.join('')
	return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
