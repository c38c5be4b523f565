import type { DropReason, Signals } from '../model/event.ts'
import type { Policy } from '../model/policy.ts'
import { refuse } from './signals.ts'

export type Decision = { outcome: 'light' } | { outcome: 'none'; reason: DropReason }

/** What may be kept of a hit. Pure: signals and policy in, decision out. */
export function decide(signals: Signals, _policy: Policy): Decision {
	const reason = refuse(signals)
	return reason ? { outcome: 'none', reason } : { outcome: 'light' }
}
