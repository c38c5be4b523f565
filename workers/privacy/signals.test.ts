import { expect, test } from 'vitest'
import { refuse, signalsOf } from './signals.ts'

const reasonOf = (headers: Record<string, string>) => refuse(signalsOf(new Headers(headers)))

// promise: 19
test.each([
	[{ 'sec-gpc': '1' }, 'gpc'],
	[{ 'sec-gpc': '0, 1' }, 'gpc'],
	[{ 'sec-gpc': '1,0' }, 'gpc'],
	[{ 'sec-gpc': '0' }, null],
	[{ 'sec-gpc': 'true' }, null],
	[{ 'sec-gpc': '11' }, null],
	[{ 'sec-gpc': '' }, null],
	[{ dnt: '1' }, 'dnt'],
	[{ dnt: '1xyz' }, 'dnt'],
	[{ dnt: '0' }, null],
	[{ dnt: 'null' }, null],
	[{ dnt: '' }, null],
	[{ cookie: 'jitt_optout=1' }, 'optout'],
	[{ cookie: 'a=b; jitt_optout=1; c=d' }, 'optout'],
	[{ cookie: 'a=b;jitt_optout=1' }, 'optout'],
	[{ cookie: 'jitt_optout=0' }, null],
	[{ cookie: 'jitt_optout=11' }, null],
	[{ cookie: 'not_jitt_optout=1' }, null],
	[{ cookie: 'a=jitt_optout=1' }, null],
	[{}, null],
	[{ cookie: 'jitt_optout=1', 'sec-gpc': '1', dnt: '1' }, 'optout'],
	[{ 'sec-gpc': '1', dnt: '1' }, 'gpc'],
] as const)('%j is refused as %s', (headers, reason) => {
	expect(reasonOf(headers)).toBe(reason)
})

test('a refused consent is refused; beside a given one the signals are for the law to weigh', () => {
	const signals = { gpc: false, dnt: false, optOut: false, consent: 'denied' } as const
	expect(refuse(signals)).toBe('denied')
	expect(refuse({ ...signals, consent: 'granted' })).toBeNull()
	expect(refuse({ ...signals, consent: 'granted', gpc: true, dnt: true })).toBeNull()
	expect(refuse({ ...signals, optOut: true })).toBe('optout')
})
