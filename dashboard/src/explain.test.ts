import { describe, expect, it } from 'vitest'
import { ApiError, refusal } from './api.ts'
import { explain, fieldErrors, waitFor } from './explain.ts'

describe('explain', () => {
	it('says in the server’s words what it refused, without the name of the field', () => {
		const error = refusal(400, { error: 'domain: must be a host name', field: 'domain' }, null)
		expect(explain(error)).toBe('Must be a host name.')
		expect(fieldErrors(error)).toEqual({ domain: 'Must be a host name.' })
	})
	it('says how long to wait', () => {
		expect(explain(refusal(429, { error: 'Too many attempts' }, '600'))).toBe(
			'Too many attempts. Try again in 10 minutes.',
		)
		expect(explain(refusal(503, null, '5'))).toBe('The server could not answer. Try again in 5 seconds.')
	})
	it('shows nothing of a server’s fault but that there is one', () => {
		expect(explain(refusal(500, { error: 'D1_ERROR' }, null))).not.toContain('D1')
	})
	it('knows a lost connection and a bug from an answer', () => {
		expect(explain(new ApiError('The server cannot be reached.', 0))).toBe('The server cannot be reached.')
		expect(explain(new TypeError('x is undefined'))).not.toContain('undefined')
	})
})

it('names no field where the answer names none', () => {
	expect(fieldErrors(refusal(400, { error: 'no' }, null))).toEqual({})
	expect(fieldErrors(null)).toEqual({})
})

it('reads answers that are not ours', () => {
	const error = refusal(502, '<html>', 'Wed, 21 Oct 2026 07:28:00 GMT')
	expect([error.status, error.field, error.retryAfterSeconds]).toEqual([502, null, null])
})

it.each([
	[null, 'Try again in a moment.'],
	[0, 'Try again in a second.'],
	[89, 'Try again in 89 seconds.'],
	[90, 'Try again in 2 minutes.'],
	[3600, 'Try again in 60 minutes.'],
	[7200, 'Try again in 2 hours.'],
])('waits %s seconds: %s', (seconds, text) => expect(waitFor(seconds)).toBe(text))
