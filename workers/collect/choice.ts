import { type Choice, type Consent, NO_CHOICE } from '../model/event.ts'

/** An id as `site/mappings.ts` draws it: 128 bits as base64url. Whatever else comes is none. */
const ID = /^[\w-]{22}$/

/**
 * What a body says of its visitor's choice: `c` the consent, `ck` the id in the script's own cookie, or 1 where it
 * has none and can keep one. What cannot be read says nothing.
 */
export function choiceOf({ c, ck }: { c?: unknown; ck?: unknown }): Choice {
	if (c === undefined && ck === undefined) return NO_CHOICE
	const cookie = idOf(ck)
	return { consent: consentOf(c), cookie, keepsCookie: cookie !== null || ck === 1 }
}

export const idOf = (value: unknown): string | null =>
	typeof value === 'string' && ID.test(value) ? value : null

const consentOf = (value: unknown): Consent =>
	value === 'granted' || value === 'cookieless' || value === 'denied' ? value : 'unset'
