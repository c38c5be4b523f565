import { z } from 'zod'
import { spansOf } from '../catalog/detail.ts'
import { readBy } from '../catalog/fields.ts'
import { DETAIL_LEVELS } from '../model/detail.ts'
import type { CounterContext } from './access.ts'
import { failure } from './errors.ts'
import { siteOf } from './site.ts'

const DAY_MS = 86_400_000
/** Days that are told of where none are asked for. */
const USUAL_DAYS = 366

const instant = z
	.string()
	.transform((text) => Date.parse(text))
	.refine((at) => !Number.isNaN(at), { error: 'must be a date or an instant in ISO 8601' })
const query = z.object({ from: instant.optional(), to: instant.optional() })

/**
 * `GET /api/dashboard/sites/:domain/limits?from&to` → `{"spans": [{"from", "until", "level", "without"}]}`: when the
 * site was written with less detail, because its team was far over its plan. Nothing counted is missing in them.
 */
export async function getLimits(c: CounterContext): Promise<Response> {
	const site = await siteOf(c)
	if (!site.ok) return failure(c, site.error)
	const asked = readBy(query, c.req.query())
	if (!asked.ok) return failure(c, asked.error)
	const to = asked.value.to ?? Date.now() + DAY_MS
	const from = asked.value.from ?? to - USUAL_DAYS * DAY_MS
	const spans = await spansOf(c.env, site.value.id, from, to)
	return c.json({
		spans: spans.map((span) => ({
			from: new Date(span.from).toISOString(),
			until: span.until === null ? null : new Date(span.until).toISOString(),
			level: span.level,
			without: DETAIL_LEVELS.filter(({ level }) => level <= span.level).map(({ without }) => without),
		})),
	})
}
