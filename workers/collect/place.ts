import { asnKindOf } from './asn.ts'

/** Where a beacon came from, as far as Cloudflare knows and no finer than the city. Blank = unknown. */
export interface Place {
	/** ISO 3166-1 alpha-2. */
	country: string
	/** ISO 3166-2, with country (`DE-BE`). */
	region: string
	/** City name in English. */
	city: string
	/** `hosting` or `access`. */
	asnKind: string
}

export const NOWHERE: Place = { country: '', region: '', city: '', asnKind: '' }

const TEXT_LIMIT = 100

/**
 * Reads `request.cf` (https://developers.cloudflare.com/workers/runtime-apis/request/#incomingrequestcfproperties).
 * `XX` is Cloudflare's word for unknown, `T1` for Tor: neither is a country.
 */
export function placeOf(cf: unknown): Place {
	if (typeof cf !== 'object' || cf === null) return NOWHERE
	const { country, regionCode, city, asn } = cf as Record<string, unknown>
	const asnKind = asnKindOf(asn)
	if (typeof country !== 'string' || !/^[A-Z]{2}$/.test(country) || country === 'XX') {
		return { ...NOWHERE, asnKind }
	}
	return {
		country,
		region:
			typeof regionCode === 'string' && /^[A-Za-z0-9]{1,3}$/.test(regionCode)
				? `${country}-${regionCode}`
				: '',
		city: typeof city === 'string' ? city.slice(0, TEXT_LIMIT) : '',
		asnKind,
	}
}
