import { z } from 'zod'
import type { HttpErrorStatus } from '../../kit/result.ts'

/** The body of every answer that is none: what is wrong, in one or more lines. */
export const errorAnswer = z.strictObject({
	error: z.string(),
	field: z.string().optional().describe('The field that is at fault, where there is one.'),
})

/** When each status is answered. */
export const ERRORS: Readonly<Record<HttpErrorStatus, string>> = {
	400: 'Something in the request is wrong. The text names it: a JSON pointer, a parameter or a field.',
	401: 'The key is missing or wrong; or `site_id` names a site that does not exist or is not yours, which read alike.',
	403: 'The key may not do this: it lacks the scope, its maker has not the right, or it needs a signed-in browser.',
	404: 'There is no such site, goal or other thing; those of others are as unknown as none.',
	409: 'The domain, or the identifier, is taken.',
	413: 'The body is too large.',
	429: 'Too many requests. `Retry-After` says how many seconds to wait; `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` come with every answer to a key.',
	503: 'The statistics cannot be read or written at the moment. `Retry-After` says how many seconds to wait.',
}
