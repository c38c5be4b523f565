import { Redirect, useSearch } from 'wouter-preact'
import { ApiError } from '../api.ts'
import { formatCount } from '../format.ts'
import { dayOf } from '../instants.ts'
import { useTeam, useTeams } from '../teams/teams.ts'
import { useTitle } from '../title.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Notice } from '../ui/notice.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import './billing.css'
import { type Billing as Data, planLabel, useBilling } from './billing.ts'
import { Invoices } from './invoices.tsx'
import { Plans } from './plans.tsx'
import { Cards, Ending } from './subscription.tsx'

/** The way to the billing page of the first team that has one for the person. */
export function BillingStart() {
	const { data: teams, error, refetch } = useTeams()
	const team = teams?.find((one) => one.may.billing)
	if (team) return <Redirect to={`/teams/${team.id}/billing`} replace />
	if (teams) return <Empty title="None of your teams shows you its billing" />
	return error ? <Problem error={error} retry={refetch} /> : <Skeleton lines={6} />
}

/** What a team pays for, how much it uses, and every way to change that. */
export function Billing({ team }: { team: string }) {
	const { data: seen } = useTeam(team)
	const isBack = new URLSearchParams(useSearch()).get('checkout') === 'done'
	const { data, error, refetch } = useBilling(team, isBack)
	useTitle('Billing', seen?.name ?? 'Team')
	if (error instanceof ApiError && (error.status === 403 || error.status === 404)) {
		return (
			<Sheet title="Billing" intro="Owners, admins and billing contacts of a team see what it pays.">
				<Notice kind="warning">{error.message}</Notice>
				<div className="actions">
					<ButtonLink href="/teams">To your teams</ButtonLink>
				</div>
			</Sheet>
		)
	}
	if (!data) return error ? <Problem error={error} retry={refetch} /> : <Skeleton lines={8} />
	if (!data.sells) {
		return (
			<Sheet title="Billing">
				<Empty title="Nothing is sold here">
					This deployment of Jitt has no plans and no limits: there is nothing to pay.
				</Empty>
			</Sheet>
		)
	}
	return (
		<Sheet
			title="Billing"
			intro={
				<>
					What <strong>{seen?.name ?? 'this team'}</strong> pays for, and how much of it is used.
				</>
			}
		>
			{isBack && !data.subscription && (
				<Notice kind="info">Your payment is on its way to us. This page follows by itself.</Notice>
			)}
			{isBack && data.subscription && <Notice kind="good">Thank you: your subscription has begun.</Notice>}
			<Trouble data={data} />
			<Card title="Plan and usage">
				<Standing data={data} />
				<Usage data={data} />
			</Card>
			{data.may_change ? (
				<Plans team={team} data={data} />
			) : (
				<Notice kind="info">Owners and billing contacts of the team can change the plan.</Notice>
			)}
			{data.has_customer && <Invoices team={team} />}
			{data.may_change && data.has_customer && <Cards team={team} />}
			{data.may_change && data.subscription && <Ending team={team} of={data.subscription} />}
		</Sheet>
	)
}

function Trouble({ data: { subscription, standing, may_change } }: { data: Data }) {
	if (!subscription?.past_due_since) return null
	return (
		<Notice kind="error">
			<p>
				A payment did not go through.{' '}
				{standing.why === 'grace' && standing.until
					? `Until ${dayOf(standing.until)} nothing changes; after that the limits of the free plan hold.`
					: 'Until it is paid the limits of the free plan hold. Everything is still counted.'}
			</p>
			{may_change && <p>Pay the open invoice below, or change the card under “Cards and billing details”.</p>}
		</Notice>
	)
}

function Standing({ data: { standing, subscription, plans, free } }: { data: Data }) {
	const { until } = standing
	if (!subscription) {
		return standing.why === 'trial' ? (
			<p>
				<strong>Trial</strong> until {until && dayOf(until)}, without a card: up to{' '}
				{formatCount(standing.events)} events a month. After that the free plan holds, with{' '}
				{formatCount(free.events)}. Nothing is locked or deleted.
			</p>
		) : (
			<p>
				<strong>Free plan</strong>: up to {formatCount(standing.events)} events a month.
			</p>
		)
	}
	const { next, ends_at: ends, period_ends_at: end } = subscription
	return (
		<p>
			<strong>{planLabel(plans, subscription.plan, subscription.interval)}</strong>
			{ends
				? `, until ${dayOf(ends)}; then it ends.`
				: next
					? `, until ${end && dayOf(end)}; then ${planLabel(plans, next.plan, next.interval)}.`
					: end && `, renewed on ${dayOf(end)}.`}
		</p>
	)
}

function Usage({ data: { usage, detail } }: { data: Data }) {
	const { used, events, percent } = usage
	const state = percent >= 120 ? 'far' : percent >= 100 ? 'over' : ''
	const left = detail.filter(({ level }) => level <= usage.detail_level)
	return (
		<div className="billing-usage">
			<label for="billing-used">
				<strong>{formatCount(used)}</strong> of {formatCount(events)} events this month ({percent} %)
			</label>
			<meter
				id="billing-used"
				className={`billing-meter ${state}`}
				min={0}
				max={events}
				value={Math.min(used, events)}
			/>
			<p className="quiet small">
				Counted anew from {dayOf(usage.resets_at)}. Page views and events of all sites of the team count;
				engagement does not.
			</p>
			{left.length > 0 && (
				<Notice kind="warning">
					<p>Visitors, visits and page views are counted in full. Left out of what is newly counted:</p>
					<ul>
						{left.map(({ level, without }) => (
							<li key={level}>{without}</li>
						))}
					</ul>
					<p>A larger plan ends this at once, and so does the new month.</p>
				</Notice>
			)}
			{left.length === 0 && (
				<details>
					<summary>What happens over the limit</summary>
					<p>
						Visitors, visits and page views are always counted in full, and your dashboards stay open. You are
						told by mail at 80, 100 and 120 %. Far over the limit, detail is left out of what is newly
						counted:
					</p>
					<ul>
						{detail.map(({ level, from, without }) => (
							<li key={level}>
								from {from} %: {without}
							</li>
						))}
					</ul>
				</details>
			)}
		</div>
	)
}
