import type { Env } from '../env.ts'

/** E-mail addresses of those who run this deployment: nothing in a database can make anyone one of them. */
export const operatorsOf = (env: Env): ReadonlySet<string> =>
	new Set(
		(env.OPERATORS ?? '')
			.toLowerCase()
			.split(/[\s,]+/)
			.filter(Boolean),
	)
