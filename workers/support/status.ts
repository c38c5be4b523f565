import type { Priority, Status } from '../store/schema/care.ts'

/** What becomes of a ticket, as pure rules. */

const DAY_MS = 86_400_000

/** Closed tickets go after this time, with all that belongs to them. */
export const RETENTION_DAYS = 365
/** What nobody answered any more: from then on a ticket is closed. */
export const CLOSES_AFTER_DAYS: Readonly<Partial<Record<Status, number>>> = {
	solved: 14,
	waiting_customer: 30,
}
/** Whoever wrote without an account has this long to follow the link in the mail. */
export const CONFIRM_WITHIN_DAYS = 2

export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const satisfies readonly Priority[]
/** Statuses that an operator may choose. */
export const CHOSEN = ['open', 'waiting_customer', 'waiting_us', 'solved', 'closed'] as const

/** After a message: whoever wrote waits for the other, whatever the ticket was before. */
export const afterMessage = (author: 'customer' | 'operator'): Status =>
	author === 'customer' ? 'waiting_us' : 'waiting_customer'

/** Whether the person may say how it went. */
export const isDone = (status: Status): boolean => status === 'solved' || status === 'closed'

/** When a ticket of this status and age is closed, and when it is gone; null where nothing happens by itself. */
export function fateOf(
	status: Status,
	updatedAt: number,
): { closesAt: number | null; goesAt: number | null } {
	if (status === 'unconfirmed') return { closesAt: null, goesAt: updatedAt + CONFIRM_WITHIN_DAYS * DAY_MS }
	if (status === 'closed') return { closesAt: null, goesAt: updatedAt + RETENTION_DAYS * DAY_MS }
	const days = CLOSES_AFTER_DAYS[status]
	if (days === undefined) return { closesAt: null, goesAt: null }
	const closesAt = updatedAt + days * DAY_MS
	return { closesAt, goesAt: closesAt + RETENTION_DAYS * DAY_MS }
}
