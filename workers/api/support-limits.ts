import { type Rule, spend } from '../account/attempts.ts'
import type { AppError } from '../kit/result.ts'
import type { CounterContext } from './access.ts'

/** How much one may write to support. Generous for people, too little for a flood. */
const RULES = {
	tickets: { name: 'support tickets', limit: 20, windowSeconds: 86_400 },
	messages: { name: 'support messages', limit: 60, windowSeconds: 3600 },
	files: { name: 'support files', limit: 100, windowSeconds: 3600 },
	/** Messages without an account: from one network, and about one e-mail address, which gets a mail for each. */
	contactNetwork: { name: 'contact network', limit: 10, windowSeconds: 3600 },
	contactEmail: { name: 'contact e-mail', limit: 3, windowSeconds: 3600 },
} as const satisfies Record<string, Rule>

/** Counts one more; what to refuse it with where it is one too many. */
export async function tooMany(
	c: CounterContext,
	rule: keyof typeof RULES,
	subject: string,
): Promise<AppError | null> {
	const wait = await spend(c.env, [{ rule: RULES[rule], subject }], Date.now())
	if (wait === null) return null
	const message = 'Too many messages or files: try again later'
	return { kind: 'rate_limited', message, retryAfterSeconds: wait }
}
