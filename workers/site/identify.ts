import type { Hit } from '../model/event.ts'
import { tokenOf } from './identity.ts'
import type { OpenDay } from './ledger.ts'

/** Who a hit is from, as far as the open day knows. */
export interface Identity {
	/** What stands for the visitor in memory and in the day's log, and nowhere else. */
	token: string
	/** An id that the sender is to keep; null where it has one or gets none. */
	newCookie: string | null
}

/** Tells the visitors of a day apart. */
export const identify = ({ key }: OpenDay, hit: Hit): Identity => ({
	token: tokenOf(key, hit.person),
	newCookie: null,
})
