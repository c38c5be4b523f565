import { z } from 'zod'

/** Counts of what was refused, as `/api/v1/sites/:domain/honoured` shows them. */

/** Reasons that are a visitor's wish. */
export const WISHES = ['gpc', 'dnt', 'optout', 'denied', 'no_consent'] as const

const date = z.iso.date().describe('Of the time zone of the site.')
const counts = z
	.record(z.string(), z.int().min(1))
	.describe(
		'Beacons by reason. Wishes: `gpc`, `dnt`, `optout`, `denied`, `no_consent`. Others: such as `bot`, `prefetch`, `quarantine`.',
	)

export const honouredParams = z.strictObject({
	from: date.optional().describe('Left out: 29 days before `to`.'),
	to: date.optional().describe('Left out: today.'),
})

export const honoured = z.strictObject({
	from: date,
	to: date,
	wishes: z.int().min(0).describe('Beacons that were refused because their sender wished so.'),
	totals: counts,
	days: z.array(z.strictObject({ date, counts })).describe('Days on which something was refused.'),
})
