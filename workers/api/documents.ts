import type { Context } from 'hono'
import { SERVICE } from '../rights/service.ts'
import type { Counter } from './access.ts'

const DAY_MS = 86_400_000
/** The file says until when it may be believed, at most a year ahead; it is made at each request. */
const VALID_DAYS = 90

/** `GET /.well-known/security.txt` → where to tell of a weakness (https://www.rfc-editor.org/rfc/rfc9116). */
export function getSecurityText(c: Context<Counter>): Response {
	const home = c.env.APP_URL
	// By the day: the same text for everybody who asks on it.
	const expires = new Date(Math.floor(Date.now() / DAY_MS + VALID_DAYS) * DAY_MS).toISOString()
	const lines = [
		`Contact: mailto:${SERVICE.security}`,
		`Contact: ${home}/legal/security`,
		`Expires: ${expires.replace('.000Z', 'Z')}`,
		'Preferred-Languages: en',
		`Canonical: ${home}/.well-known/security.txt`,
		`Policy: ${home}/legal/security`,
	]
	return c.body(`${lines.join('\n')}\n`, 200, {
		'content-type': 'text/plain; charset=utf-8',
		'cache-control': 'public, max-age=3600',
		'x-content-type-options': 'nosniff',
	})
}
