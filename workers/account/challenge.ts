import { z } from 'zod'
import type { Env } from '../env.ts'
import type { AppError } from '../kit/result.ts'

/** Cloudflare's own (https://developers.cloudflare.com/turnstile/get-started/server-side-validation/). */
const TURNSTILE = 'https://challenges.cloudflare.com/turnstile/v0'
const PATIENCE_MS = 5000

const verdict = z.object({ success: z.boolean() })

/** The key that pages need to show the challenge; null where this deployment asks none. */
export const challengeKey = (env: Env): string | null =>
	env.TURNSTILE_SECRET && env.TURNSTILE_SITE_KEY ? env.TURNSTILE_SITE_KEY : null

/**
 * Checks that a person, or at least a whole browser, is at the other end. The caller's address, which Turnstile
 * would take as well, is not passed on.
 * @returns what to refuse with; null where the answer is right, or no challenge is asked.
 */
export async function checkChallenge(env: Env, answer: string | undefined): Promise<AppError | null> {
	if (challengeKey(env) === null) return null
	const wrong: AppError = {
		...{ kind: 'invalid', field: 'challenge' },
		message: 'challenge: show that you are no robot, and send the form again',
	}
	if (!answer) return wrong
	try {
		const said = await fetch(`${env.TURNSTILE_BASE ?? TURNSTILE}/siteverify`, {
			method: 'POST',
			body: new URLSearchParams({ secret: env.TURNSTILE_SECRET ?? '', response: answer }),
			signal: AbortSignal.timeout(PATIENCE_MS),
		})
		return verdict.parse(await said.json()).success ? null : wrong
	} catch {
		return {
			...{ kind: 'unavailable', retryAfterSeconds: 30 },
			message: 'The challenge could not be checked: try again in a moment',
		}
	}
}
