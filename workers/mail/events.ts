import { z } from 'zod'
import type { Reason } from './suppression.ts'

/**
 * What the HTTP provider tells of a mail afterwards, in the form of Postmark's webhooks
 * (https://postmarkapp.com/developer/webhooks/webhooks-overview).
 */
const event = z.discriminatedUnion('RecordType', [
	z.object({ RecordType: z.literal('Bounce'), Type: z.string(), Email: z.string().max(320) }),
	z.object({ RecordType: z.literal('SpamComplaint'), Email: z.string().max(320) }),
	z.object({
		RecordType: z.literal('SubscriptionChange'),
		Recipient: z.string().max(320),
		SuppressSending: z.boolean(),
		SuppressionReason: z.string().nullish(),
	}),
])

/** Bounces after which the address will not take the next mail either. A full mailbox may be empty tomorrow. */
const LASTING = ['HardBounce', 'BadEmailAddress', 'AddressChange', 'ManuallyDeactivated']

/**
 * What an event means for an address.
 * @returns null where it means nothing for further mail, `undefined` for what is no event at all.
 */
export function meaningOf(body: unknown): { address: string; reason: Reason } | null | undefined {
	const parsed = event.safeParse(body)
	if (!parsed.success) {
		// Deliveries and openings are events too, of which we ask for none.
		const other = z.object({ RecordType: z.string() }).safeParse(body)
		return other.success &&
			!event.def.options.some((one) => one.shape.RecordType.value === other.data.RecordType)
			? null
			: undefined
	}
	const said = parsed.data
	switch (said.RecordType) {
		case 'Bounce':
			if (said.Type === 'SpamComplaint') return { address: said.Email, reason: 'complaint' }
			return LASTING.includes(said.Type) ? { address: said.Email, reason: 'bounce' } : null
		case 'SpamComplaint':
			return { address: said.Email, reason: 'complaint' }
		case 'SubscriptionChange':
			if (!said.SuppressSending) return null
			return {
				address: said.Recipient,
				reason: said.SuppressionReason === 'SpamComplaint' ? 'complaint' : 'bounce',
			}
	}
}
