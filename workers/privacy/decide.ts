import type { Decision, Signals } from '../model/event.ts'
import type { Policy } from '../model/policy.ts'
import { refuse } from './signals.ts'

/** What may be kept of a hit. Pure: signals and policy in, decision out. */
export function decide(signals: Signals, policy: Policy): Decision {
	const reason = refuse(signals)
	const said = { rule: '*', policyVersion: policy.version }
	return reason ? { outcome: 'none', reason, ...said } : { outcome: 'light', reason: 'lightweight', ...said }
}
