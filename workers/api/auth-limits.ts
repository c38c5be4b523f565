import { RULES, type Spend, spend } from '../account/attempts.ts'
import { checkChallenge } from '../account/challenge.ts'
import type { AppError } from '../kit/result.ts'
import type { CounterContext } from './access.ts'

/** What holds for every try to get in, before anything is looked up. */
export interface Try {
	/** Counted for the caller's network. */
	network: 'signInAddress' | 'signUpAddress' | 'mailAddress' | 'factorAddress'
	/** Counted for one e-mail address or one account. */
	one?: Spend
	/** The answer to the challenge, where this deployment asks one and this is a try that it is asked for. */
	challenge?: string | undefined
	challenged?: boolean
}

/** Counts a try, and checks its challenge. What to refuse it with; null where it may go on. */
export async function limited(c: CounterContext, tried: Try): Promise<AppError | null> {
	const spends = [...(tried.one ? [tried.one] : []), ...networkSpend(c, tried.network)]
	const wait = await spend(c.env, spends, Date.now())
	if (wait !== null) {
		return {
			kind: 'rate_limited',
			message: 'Too many attempts: try again later',
			retryAfterSeconds: wait,
		}
	}
	return tried.challenged ? await checkChallenge(c.env, tried.challenge) : null
}

/**
 * What to count for the caller's network. Only Cloudflare's own header is read: others anybody may set. On a
 * developer's machine everybody is the same loopback address, so nothing is counted there by address.
 */
function networkSpend(c: CounterContext, rule: Try['network']): Spend[] {
	const address = c.req.header('cf-connecting-ip') ?? ''
	const loopback = address === '' || address === '::1' || address.startsWith('127.')
	if (loopback && c.env.LOCAL === '1') return []
	return [{ rule: RULES[rule], subject: networkOf(address) }]
}

/** An IPv6 household owns a /64: single addresses in it are free to change. */
function networkOf(address: string): string {
	if (!address.includes(':')) return address
	const [head = '', tail] = address.split('::')
	const left = head === '' ? [] : head.split(':')
	const right = tail === undefined || tail === '' ? [] : tail.split(':')
	const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0')
	return [...left, ...zeros, ...right].slice(0, 4).join(':')
}
