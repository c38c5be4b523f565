import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/**
 * scrypt with N = 2^14, r = 16, p = 1: 32 MiB and about 120 ms of CPU a hash. PBKDF2 is no choice here, since
 * the platform refuses more than 100,000 iterations in production; argon2 is missing from its `node:crypto`.
 */
const COST = { N: 16_384, r: 16, p: 1 } as const
const KEY_BYTES = 64
const SALT_BYTES = 16

/** Characters. The upper bound keeps a stranger from buying CPU with a long text. */
export const PASSWORD_LENGTH = { min: 10, max: 128 } as const

/** Hashes a password as `scrypt$N$r$p$salt$key` (base64): what was spent is written down, so it may grow later. */
export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(SALT_BYTES)
	const key = await derive(password, salt, COST, KEY_BYTES)
	return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64'), key.toString('base64')].join('$')
}

/** True where `password` is the one that `hash` was made of; an unreadable hash is nobody's. */
export async function verifyPassword({
	hash,
	password,
}: {
	hash: string
	password: string
}): Promise<boolean> {
	const [scheme, n, r, p, salt, key] = hash.split('$')
	if (scheme !== 'scrypt' || !salt || !key) return false
	const expected = Buffer.from(key, 'base64')
	const cost = { N: Number(n), r: Number(r), p: Number(p) }
	const actual = await derive(password, Buffer.from(salt, 'base64'), cost, expected.length)
	return timingSafeEqual(actual, expected)
}

/** NFKC first: the same password typed on another keyboard may arrive as other code points. */
function derive(
	password: string,
	salt: Uint8Array,
	cost: { N: number; r: number; p: number },
	bytes: number,
): Promise<Buffer> {
	const options: ScryptOptions = { ...cost, maxmem: 256 * cost.N * cost.r }
	return new Promise((resolve, reject) => {
		scrypt(password.normalize('NFKC'), salt, bytes, options, (error, key) =>
			error ? reject(error) : resolve(key),
		)
	})
}
