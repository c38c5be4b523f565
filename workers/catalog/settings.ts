import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { type AppError, fail, ok, type Result } from '../kit/result.ts'
import { type Jurisdiction, type PrivacyChoices, RETENTION_DAYS } from '../model/policy.ts'
import { normaliseDomain } from './domain.ts'
import { choicesOf, privacyFields } from './privacy-fields.ts'

/** What an owner may say of a site. Names are those of the wire; forms send numbers as text. */
export interface SiteSettings {
	domain?: string | undefined
	timezone?: string | undefined
	mode?: 'lightweight' | 'cookie' | undefined
	retentionDays?: number | undefined
	privacy?: PrivacyChoices | undefined
	/** At creation only: keeps the id that existing trackers already send. */
	trackingId?: string | undefined
	/** At creation only: where all of the site stays. */
	jurisdiction?: Jurisdiction | undefined
}

const { min, max } = RETENTION_DAYS
const DAYS = `must be a whole number from ${min} to ${max}`

const settings = (local: boolean) =>
	z.object({
		domain: z
			.string({ error: 'must be a host name such as example.org' })
			.transform((text) => normaliseDomain(text, local))
			.refine((domain) => domain !== null, { error: 'must be a host name such as example.org' })
			.optional(),
		timezone: z
			.string({ error: 'must be a time zone such as Europe/Berlin' })
			.transform(timeZone)
			.refine((zone) => zone !== null, { error: 'must be a time zone such as Europe/Berlin' })
			.optional(),
		mode: z.enum(['lightweight', 'cookie'], { error: 'must be lightweight or cookie' }).optional(),
		retention_days: z
			.preprocess(
				(value) => (typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : value),
				z.int({ error: DAYS }).min(min, { error: DAYS }).max(max, { error: DAYS }),
			)
			.optional(),
		privacy: privacyFields.optional(),
		tracking_id: z
			.string({ error: 'must be a UUID' })
			.transform((text) => text.trim().toLowerCase())
			.refine((id) => UUID.test(id), { error: 'must be a UUID' })
			.optional(),
		jurisdiction: z.enum(['eu', 'us'], { error: 'must be eu or us' }).optional(),
	})

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Reads settings from a request's fields. Fields it does not know are left alone, as the format's owner does. */
export function parseSettings(
	input: Record<string, unknown>,
	local: boolean,
): Result<SiteSettings, AppError> {
	const parsed = settings(local).safeParse(input)
	if (!parsed.success) {
		const issue = parsed.error.issues[0]
		const field = issue?.path.join('.') || 'body'
		return fail({ kind: 'invalid', message: `${field}: ${issue?.message ?? 'is not valid'}`, field })
	}
	const { domain, timezone, mode, retention_days, privacy, tracking_id, jurisdiction } = parsed.data
	return ok({
		domain: domain ?? undefined,
		timezone: timezone ?? undefined,
		mode,
		retentionDays: retention_days,
		privacy: privacy && choicesOf(privacy),
		trackingId: tracking_id,
		jurisdiction,
	})
}

/**
 * The IANA name in its usual spelling, or null. Fixed offsets (`+01:00`) are refused: a site's days follow the
 * clocks of a place, and the rest of the house expects a name.
 */
function timeZone(text: string): string | null {
	const name = text.trim()
	if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name)) return null
	try {
		return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId
	} catch {
		return null
	}
}
