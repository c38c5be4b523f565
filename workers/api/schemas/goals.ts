import { z } from 'zod'
import { listMeta, listParams } from './sites.ts'

/** Goals and custom properties, in the names of Plausible's Sites API. */

export const siteParams = z.object({
	site_id: z.string().describe('A domain of the site, also a former one.'),
})
export const goalListParams = siteParams.extend(listParams.shape).extend({
	before: z.string().optional().describe('`meta.before` of the page behind.'),
})

export const siteFields = z.looseObject(siteParams.shape)

const kind = z.enum(['event', 'page', 'scroll'])
const text = z.string().min(1)

export const goal = z.strictObject({
	id: z.int(),
	display_name: text,
	goal_type: kind,
	event_name: text.nullable(),
	page_path: text.nullable(),
	scroll_threshold: z.int().min(1).max(100).nullable(),
	custom_props: z.record(text, z.string()),
	currency: z.string().nullable(),
})
export const siteGoal = z.strictObject({ domain: z.string(), ...goal.shape })
export const goalList = z.strictObject({ goals: z.array(goal), meta: listMeta })

export const goalFields = z.looseObject({
	...siteParams.shape,
	goal_type: kind,
	event_name: text.max(120).optional().describe('Required for the type event.'),
	page_path: text
		.optional()
		.describe('Required for the types page and scroll; `*` is any run of characters.'),
	scroll_threshold: z
		.int()
		.min(1)
		.max(100)
		.optional()
		.describe('Required for the type scroll: per cent of the page.'),
	display_name: text.max(120).optional().describe('Without it the goal is called by what it is.'),
	custom_props: z
		.record(text, z.union([z.string(), z.number(), z.boolean()]))
		.optional()
		.describe('At most three properties and values that the event must have.'),
	currency: z.string().optional().describe('ISO 4217, where the event earns money.'),
})

export const propertyFields = z.looseObject({ ...siteParams.shape, property: text })
export const propertyMade = z.strictObject({ created: z.literal(true) })
export const propertyList = z.strictObject({
	custom_properties: z.array(z.strictObject({ property: text })),
})
