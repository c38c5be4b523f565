import { type Beacon, NO_CHOICE } from '../model/event.ts'
import { hostOf, partsOf, REFERRER_LENGTH } from './page.ts'
import { type Door, receive } from './receive.ts'

/** A transparent GIF of one pixel (https://www.w3.org/Graphics/GIF/spec-gif89a.txt), 42 bytes. */
const GIF = Uint8Array.from(atob('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'), (char) =>
	char.charCodeAt(0),
)

/**
 * `GET /api/pixel.gif?d=SITE` counts a page view where no script runs. The page is `u` if it is given, else the
 * one that shows the picture, by its `Referer`. The answer is always the picture: a page must not show a broken
 * one because it was not counted.
 */
export async function takePixel(door: Door): Promise<Response> {
	const query = new URL(door.request.url).searchParams
	const parts = partsOf(query.get('u') ?? door.request.headers.get('referer') ?? '/', false)
	const site = hostOf((query.get('d') ?? '').trim())
	let reason = 'invalid'
	if (typeof parts !== 'string' && site !== '') {
		const beacon: Beacon = {
			...parts,
			domains: [site],
			name: 'pageview',
			referrer: query.get('r')?.slice(0, REFERRER_LENGTH) ?? null,
			props: null,
			revenue: null,
			interactive: true,
			scrollDepth: null,
			engagedMs: null,
			title: '',
			screenClass: '',
			language: null,
			vitals: null,
			choice: NO_CHOICE,
		}
		const { dropped } = await receive(door, beacon)
		reason = dropped.join(';')
	}
	const headers = { 'content-type': 'image/gif', 'cache-control': 'no-store', tk: 'N' }
	return new Response(GIF, { headers: reason === '' ? headers : { ...headers, 'x-jitt-reason': reason } })
}
