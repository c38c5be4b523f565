import { HOSTING } from './hosting.ts'

const NETWORKS: ReadonlySet<number> = new Set(HOSTING.match(/^\d+/gm)?.map(Number))

/**
 * Whose network a beacon came through: `hosting` (machines, not people's own lines), `access` for every other;
 * blank where it is not known. The number itself is dropped here.
 * @param asn as in `request.cf.asn`.
 */
export function asnKindOf(asn: unknown): 'hosting' | 'access' | '' {
	if (typeof asn !== 'number' || !Number.isSafeInteger(asn) || asn <= 0) return ''
	return NETWORKS.has(asn) ? 'hosting' : 'access'
}
