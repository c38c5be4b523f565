import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const TURNSTILE = 'https://challenges.cloudflare.com'

/**
 * Opens the dashboard's security policy for Turnstile, the only thing that it may ever load from elsewhere, and
 * only where this deployment asks the challenge.
 * @param siteKey the deployment's key; none: the policy stays closed.
 */
export function challenge(siteKey: string | undefined): Plugin {
	return {
		name: 'jitt-challenge',
		apply: 'build',
		writeBundle: {
			order: 'post',
			handler({ dir = '' }) {
				if (!siteKey) return
				const file = join(dir, '_headers')
				writeFileSync(file, opened(readFileSync(file, 'utf8')))
			},
		},
	}
}

/** @throws where the policy is not the one that this knows how to open. */
export function opened(headers: string): string {
	const policy = /(Content-Security-Policy: .*script-src 'self')(;.*)/
	if (!policy.test(headers)) throw new Error('_headers has no policy that could be opened for Turnstile')
	return headers.replace(policy, `$1 ${TURNSTILE}$2; frame-src ${TURNSTILE}`)
}
