import { checkIntegrity, findingsOf } from '../support/integrity.ts'
import type { CounterContext } from './access.ts'

/** Whether what is stored agrees with itself, for those who run this deployment. */

/** `GET /api/operator/integrity` → `{"checks": […]}`: what each found in its last whole round, and how far it is. */
export async function getIntegrity(c: CounterContext): Promise<Response> {
	const checks = await findingsOf(c.env)
	return c.json({
		checks: checks.map(({ name, checkedAt, completedAt, found, problems, cursor }) => ({
			...{ name, found, so_far: problems, under_way: cursor > 0 },
			...{ checked_at: checkedAt.toISOString(), completed_at: completedAt?.toISOString() ?? null },
		})),
	})
}

/** `POST /api/operator/integrity`: checks now, a piece, and answers as above. */
export async function postIntegrity(c: CounterContext): Promise<Response> {
	await checkIntegrity(c.env, Date.now(), true)
	return getIntegrity(c)
}
