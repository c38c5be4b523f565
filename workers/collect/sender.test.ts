import { expect, test } from 'vitest'
import { sha256Hex } from '../kit/hash.ts'
import type { SiteEntry } from '../model/policy.ts'
import { senderFor } from './receive.ts'
import { namedSender, tokenTrust } from './sender.ts'

const entry = (token: string | null): SiteEntry => ({
	...{ site: 1, domain: 'a.example', jurisdiction: null, tokenHash: token && sha256Hex(token) },
})
const request = (headers: Record<string, string>) =>
	new Request('http://jitt.test/', {
		headers: { 'cf-connecting-ip': '192.0.2.1', ...headers },
		cf: { country: 'NO', city: 'Bergen', regionCode: '46', asn: 2119 },
	})
const own = {
	address: '192.0.2.1',
	place: { country: 'NO', region: 'NO-46', city: 'Bergen', asnKind: 'access' },
}
const named = (address: string) => ({ address, place: { country: '', region: '', city: '', asnKind: '' } })
const sender = (headers: Record<string, string>, token: string | null) => {
	const asked = request(headers)
	return senderFor({ request: asked, trust: tokenTrust(asked.headers) }, entry(token))
}

const FORGED = { 'x-forwarded-for': '203.0.113.9', 'x-plausible-ip': '203.0.113.9' }

test('an address that a stranger names is not believed', async () => {
	expect(await sender(FORGED, 'secret')).toEqual(own)
	expect(await sender({ ...FORGED, authorization: 'Bearer wrong' }, 'secret')).toEqual(own)
	expect(await sender({ ...FORGED, authorization: 'Basic secret' }, 'secret')).toEqual(own)
	expect(await sender({ ...FORGED, authorization: 'Bearer null' }, null)).toEqual(own)
	expect(await sender({ ...FORGED, authorization: 'Bearer ' }, null)).toEqual(own)
	expect(await sender({ 'true-client-ip': '203.0.113.9', 'x-real-ip': '203.0.113.9' }, null)).toEqual(own)
})

test('an address that comes with the site’s token is, and its place is nobody’s', async () => {
	const authorization = 'Bearer secret'
	expect(await sender({ ...FORGED, authorization }, 'secret')).toEqual(named('203.0.113.9'))
	expect(await sender({ ...FORGED, authorization: 'bearer secret' }, 'secret')).toEqual(named('203.0.113.9'))
	expect(await sender({ authorization }, 'secret')).toEqual(own)
	expect(await sender({ authorization, 'x-forwarded-for': 'unknown' }, 'secret')).toEqual(own)
})

test.each([
	['203.0.113.9', '203.0.113.9'],
	['203.0.113.9, 198.51.100.1', '203.0.113.9'],
	['203.0.113.9:4711', '203.0.113.9'],
	['[2001:db8::1]:443', '2001:db8::1'],
	['[2001:db8::1]', '2001:db8::1'],
	['2001:db8::1', '2001:db8::1'],
	['::ffff:203.0.113.9', '::ffff:203.0.113.9'],
	['fe80::1%eth0', 'fe80::1%eth0'],
	[' 203.0.113.9 ', '203.0.113.9'],
])('"%s" names %s', (header, address) => {
	expect(namedSender(new Headers({ 'x-forwarded-for': header }))).toEqual(named(address))
})

test.each([
	'',
	'unknown',
	'_hidden',
	'203.0.113',
	'a.example',
	':',
	'1'.repeat(50),
	`2001:${'0:'.repeat(40)}`,
	"1' or 1",
])('"%s" names nobody', (header) => {
	expect(namedSender(new Headers({ 'x-forwarded-for': header }))).toBeNull()
})

test('the header made for it wins over the one of proxies', () => {
	const headers = { 'x-plausible-ip': '203.0.113.7', 'x-forwarded-for': '203.0.113.9' }
	expect(namedSender(new Headers(headers))).toEqual(named('203.0.113.7'))
})
