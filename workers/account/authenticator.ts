import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/**
 * For tests: a device that makes passkeys and signs with them, as a browser would hand its answers on. A stand-in:
 * it asks nobody for a fingerprint, and says that it did unless told not to.
 */
export function authenticator(origin: string) {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
	const jwk = publicKey.export({ format: 'jwk' })
	const id = randomBytes(32)
	const rpHash = createHash('sha256').update(new URL(origin).hostname).digest()
	const coseKey = map([
		[int(1), int(2)],
		[int(3), int(-7)],
		[int(-1), int(1)],
		[int(-2), bytes(Buffer.from(jwk.x ?? '', 'base64url'))],
		[int(-3), bytes(Buffer.from(jwk.y ?? '', 'base64url'))],
	])
	const clientData = (type: string, challenge: string, from: string) =>
		Buffer.from(JSON.stringify({ type, challenge, origin: from, crossOrigin: false }))
	const credential = { id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key' }
	return {
		id: credential.id,
		make(challenge: string, from = origin) {
			const size = Buffer.alloc(2)
			size.writeUInt16BE(id.length)
			// Present, verified, and a key with it.
			const data = Buffer.concat([rpHash, Buffer.from([0x45]), count(0), Buffer.alloc(16), size, id, coseKey])
			const object = map([
				[text('fmt'), text('none')],
				[text('attStmt'), map([])],
				[text('authData'), bytes(data)],
			])
			return {
				...credential,
				clientExtensionResults: {},
				response: {
					clientDataJSON: clientData('webauthn.create', challenge, from).toString('base64url'),
					attestationObject: object.toString('base64url'),
					transports: ['internal'],
				},
			}
		},
		answer(challenge: string, { signatures = 1, verified = true, from = origin } = {}) {
			const data = Buffer.concat([rpHash, Buffer.from([verified ? 0x05 : 0x01]), count(signatures)])
			const client = clientData('webauthn.get', challenge, from)
			const signed = Buffer.concat([data, createHash('sha256').update(client).digest()])
			return {
				...credential,
				clientExtensionResults: {},
				response: {
					clientDataJSON: client.toString('base64url'),
					authenticatorData: data.toString('base64url'),
					signature: sign('sha256', signed, privateKey).toString('base64url'),
				},
			}
		},
	}
}

function count(signatures: number): Buffer {
	const four = Buffer.alloc(4)
	four.writeUInt32BE(signatures)
	return four
}

/** As much of CBOR as a device needs (https://www.rfc-editor.org/rfc/rfc8949#section-3). */
function head(major: number, size: number): Buffer {
	if (size < 24) return Buffer.from([(major << 5) | size])
	if (size < 256) return Buffer.from([(major << 5) | 24, size])
	return Buffer.from([(major << 5) | 25, size >> 8, size & 255])
}
const int = (value: number): Buffer => (value < 0 ? head(1, -1 - value) : head(0, value))
const bytes = (value: Buffer): Buffer => Buffer.concat([head(2, value.length), value])
const text = (value: string): Buffer => Buffer.concat([head(3, value.length), Buffer.from(value)])
const map = (pairs: [Buffer, Buffer][]): Buffer => Buffer.concat([head(5, pairs.length), ...pairs.flat()])
