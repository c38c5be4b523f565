import { useState } from 'preact/hooks'
import { explain } from '../explain.ts'
import { formatCount } from '../format.ts'
import { dayOf } from '../instants.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { Problem } from '../ui/problem.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Tabs } from '../ui/tabs.tsx'
import {
	type Billing,
	type Interval,
	money,
	type Plan,
	planLabel,
	useChange,
	usePreview,
	useStripe,
	type Wish,
} from './billing.ts'

/** The plans, and the way into one or to another. */
export function Plans({ team, data }: { team: string; data: Billing }) {
	const { subscription, plans, currency } = data
	const [interval, setInterval] = useState<Interval>(subscription?.interval ?? 'month')
	const [wish, setWish] = useState<Wish | null>(null)
	return (
		<Card
			title={subscription ? 'Change the plan' : 'Choose a plan'}
			actions={
				<Tabs
					label="How often you pay"
					value={interval}
					tabs={[
						{ id: 'month', label: 'Monthly' },
						{ id: 'year', label: 'Yearly' },
					]}
					onChange={(id) => setInterval(id === 'year' ? 'year' : 'month')}
					panel="billing-plans"
				/>
			}
		>
			<div id="billing-plans" role="tabpanel" aria-label={interval === 'year' ? 'Yearly' : 'Monthly'}>
				<ul className="billing-plans">
					{plans.map((plan) => (
						<PlanRow
							key={plan.id}
							plan={plan}
							interval={interval}
							currency={currency}
							isCurrent={subscription?.plan === plan.id && subscription.interval === interval}
							verb={subscription ? 'Change' : 'Choose'}
							onChoose={() => setWish({ plan: plan.id, interval })}
						/>
					))}
				</ul>
			</div>
			<p className="quiet small">
				Prices are without tax; a year costs ten months. Every plan has every feature: only the number of
				events differs.
			</p>
			{wish && !subscription && <Buy team={team} data={data} wish={wish} onClose={() => setWish(null)} />}
			{wish && subscription && <Change team={team} data={data} wish={wish} onClose={() => setWish(null)} />}
		</Card>
	)
}

interface RowProps {
	plan: Plan
	interval: Interval
	currency: string
	isCurrent: boolean
	verb: string
	onChoose: () => void
}

function PlanRow({ plan, interval, currency, isCurrent, verb, onChoose }: RowProps) {
	return (
		<li>
			<span className="billing-events">
				<strong>{formatCount(plan.events)}</strong> events a month
			</span>
			<span className="billing-price">
				<strong>{money(plan[interval], currency)}</strong> a {interval}
			</span>
			{isCurrent ? (
				<span className="billing-current">Your plan</span>
			) : (
				<Button onClick={onChoose}>
					{verb}
					<span className="unseen">
						{' '}
						{plan.name} events, by the {interval}
					</span>
				</Button>
			)}
		</li>
	)
}

interface StepProps {
	team: string
	data: Billing
	wish: Wish
	onClose: () => void
}

/** What is said before anybody pays, and the way to Stripe's page. */
function Buy({ team, data: { plans, currency, no_refund }, wish, onClose }: StepProps) {
	const buying = useStripe<Wish>(team, 'checkout')
	const plan = plans.find((one) => one.id === wish.plan)
	return (
		<Dialog title={`Subscribe to ${planLabel(plans, wish.plan, wish.interval)}`} open onClose={onClose}>
			<p>
				{plan && money(plan[wish.interval], currency)} a {wish.interval}, and tax where it applies. You pay on
				a page of Stripe: your card never reaches us.
			</p>
			<Notice kind="info">{no_refund}</Notice>
			{buying.error && <Notice kind="error">{explain(buying.error)}</Notice>}
			<div className="actions">
				<Button
					kind="primary"
					busy={buying.isPending || buying.isSuccess}
					onClick={() => buying.mutate(wish)}
				>
					Go to payment
				</Button>
				<Button kind="quiet" onClick={onClose}>
					Not now
				</Button>
			</div>
		</Dialog>
	)
}

/** What a change costs and when it happens, and its confirmation. */
function Change({ team, data: { plans, currency }, wish, onClose }: StepProps) {
	const { data: preview, error, refetch } = usePreview(team, wish)
	const changing = useChange<Wish & { reckoned_at: number }, object>(team, 'change', onClose)
	return (
		<Dialog title={`Change to ${planLabel(plans, wish.plan, wish.interval)}?`} open onClose={onClose}>
			{!preview && !error && <Skeleton lines={3} />}
			{error && <Problem error={error} retry={refetch} />}
			{preview?.when === 'later' && (
				<p>
					The change happens on <strong>{dayOf(preview.at)}</strong>, when what is paid for has ended. Until
					then you keep what you have, and nothing is charged now.
				</p>
			)}
			{preview?.when === 'now' && (
				<>
					<p>
						The change happens at once. Charged now: <strong>{money(preview.due, currency)}</strong>
						{preview.tax > 0 && `, with ${money(preview.tax, currency)} tax`}.
					</p>
					<ul className="billing-lines">
						{preview.lines.map(({ text, amount }) => (
							<li key={text}>
								<span>{text}</span>
								<span>{money(amount, currency)}</span>
							</li>
						))}
					</ul>
				</>
			)}
			{changing.error && <Notice kind="error">{explain(changing.error)}</Notice>}
			<div className="actions">
				<Button
					kind="primary"
					disabled={!preview}
					busy={changing.isPending}
					onClick={() => preview && changing.mutate({ ...wish, reckoned_at: preview.reckoned_at })}
				>
					Change the plan
				</Button>
				<Button kind="quiet" onClick={onClose}>
					Keep it
				</Button>
			</div>
		</Dialog>
	)
}
