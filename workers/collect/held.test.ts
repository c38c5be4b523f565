import { expect, test } from 'vitest'
import { privacyOf } from '../model/policy.ts'
import { dump, stubOf } from '../site/testing.ts'
import { knock, newSite, said } from './testing.ts'

const HELD = [202, '1', 'quarantine']
const KEPT = [202, null, null]
const HETZNER = { country: 'DE', asn: 24940 }

test('what the door finds odd is held back where the site wants that, and counted where it does not', async () => {
	const off = await newSite({ privacy: privacyOf({ screen: { spam: false, suspects: false } }) })
	const on = await newSite({ privacy: privacyOf({ screen: { hosting: true } }) })
	const odd = [
		{ cf: HETZNER },
		{ more: { r: 'https://www.semalt.com/crawler?u=x' } },
		{
			headers: {
				'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/9999.0 Safari/537.36',
			},
		},
	]
	for (const { more, ...rest } of odd) {
		expect(said(await knock('/api/event', { body: off.event(more), ...rest }))).toEqual(KEPT)
		expect(said(await knock('/api/event', { body: on.event(more), ...rest }))).toEqual(HELD)
	}
	expect(said(await knock('/api/event', { body: on.event() }))).toEqual(KEPT)
})

test('only a site with rules about addresses and agents is shown them, and it keeps neither', async () => {
	const screen = { addresses: ['192.0.2.64/26'], agents: ['OfficeBrowser'] }
	const site = await newSite({ privacy: privacyOf({ screen }) })
	const send = (headers: Record<string, string>) => knock('/api/event', { body: site.event(), headers })
	expect(said(await send({ 'cf-connecting-ip': '192.0.2.70' }))).toEqual(HELD)
	expect(said(await send({ 'cf-connecting-ip': '192.0.2.7' }))).toEqual(KEPT)
	const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 OfficeBrowser/1'
	expect(said(await send({ 'user-agent': agent }))).toEqual(HELD)
	// A stranger cannot name an address that is let through.
	expect(said(await send({ 'cf-connecting-ip': '192.0.2.70', 'x-forwarded-for': '198.51.100.1' }))).toEqual(
		HELD,
	)
	const kept = await dump(stubOf(site.site))
	expect(kept).not.toContain('192.0.2.7')
	expect(kept).not.toContain('OfficeBrowser/1')
})
