import { useState } from 'preact/hooks'
import { explain } from '../explain.ts'
import { dayOf } from '../instants.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Notice } from '../ui/notice.tsx'
import { type Subscription, useChange, useStripe } from './billing.ts'

/** The way to Stripe's page for cards, addresses and tax numbers. */
export function Cards({ team }: { team: string }) {
	const going = useStripe<object>(team, 'portal')
	return (
		<Card title="Cards and billing details">
			<p className="quiet">
				Your card, address and tax number are with Stripe alone. We hold none of them: change them there.
			</p>
			{going.error && <Notice kind="error">{explain(going.error)}</Notice>}
			<div className="actions">
				<Button busy={going.isPending || going.isSuccess} onClick={() => going.mutate({})}>
					Open Stripe’s page
				</Button>
			</div>
		</Card>
	)
}

/** Ends the subscription with what is paid for, or takes that back. */
export function Ending({ team, of }: { team: string; of: Subscription }) {
	const [open, setOpen] = useState(false)
	const setting = useChange<{ ends: boolean }, object>(team, 'ending', () => setOpen(false))
	const end = of.period_ends_at && dayOf(of.period_ends_at)
	if (of.ends_at) {
		return (
			<Card title="Your subscription ends">
				<p>
					It ends on {dayOf(of.ends_at)}. After that the free plan holds; nothing of what was counted is
					deleted.
				</p>
				{setting.error && <Notice kind="error">{explain(setting.error)}</Notice>}
				<div className="actions">
					<Button busy={setting.isPending} onClick={() => setting.mutate({ ends: false })}>
						Keep the subscription
					</Button>
				</div>
			</Card>
		)
	}
	return (
		<Card title="Cancel the subscription">
			<p className="quiet">It runs to the end of what is paid for; your statistics stay.</p>
			<div className="actions">
				<Button kind="danger" onClick={() => setOpen(true)}>
					Cancel subscription
				</Button>
			</div>
			<Confirm
				title="Cancel the subscription?"
				open={open}
				confirm="Cancel at the end"
				keep="Keep it"
				doing={setting}
				onConfirm={() => setting.mutate({ ends: true })}
				onClose={() => setOpen(false)}
			>
				<p>
					You keep your plan until {end}, and nothing more is charged. After that the free plan holds:
					everything is still counted, with less detail far over its limit. What was counted stays. You can
					take this back until then.
				</p>
			</Confirm>
		</Card>
	)
}
