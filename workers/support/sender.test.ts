import { expect, test } from 'vitest'
import { isProved } from './sender.ts'

const proved = (value: string) =>
	isProved([{ key: 'authentication-results', value: `mx.cloudflare.net; ${value}` }], 'ada@mail.example.org')

test.each([
	'dmarc=pass header.from=mail.example.org policy.dmarc=none',
	'dkim=fail; dkim=pass (2048-bit key; ok) header.d=example.org header.s=a',
	'dkim=pass header.i=@mail.example.org',
	'SPF=Pass smtp.mailfrom=bounce@mail.example.org',
])('proves the sender: %s', (value) => expect(proved(value)).toBe(true))

test.each([
	'',
	'dmarc=fail header.from=mail.example.org; dkim=none; spf=fail',
	'dmarc=pass header.from=example.com',
	'dmarc=pass',
	'dkim=pass header.d=evil.example',
	'dkim=pass header.d=org',
	'dkim=pass header.d=ample.org',
	'dkim=pass header.d=sub.mail.example.org',
	'spf=pass smtp.mailfrom=ada@evil.example',
	'spf=softfail smtp.mailfrom=ada@mail.example.org',
	'none (dmarc=pass header.from=mail.example.org)',
])('proves nothing: %j', (value) => expect(proved(value)).toBe(false))
