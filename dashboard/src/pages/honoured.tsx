import { useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { call } from '../api.ts'
import { formatCount, formatDate } from '../format.ts'
import '../overview/list.css'
import { useTitle } from '../title.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Problem } from '../ui/problem.tsx'
import { Select } from '../ui/select.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

type Counts = Record<string, number>
interface Honoured {
	from: string
	to: string
	wishes: number
	totals: Counts
	days: { date: string; counts: Counts }[]
}

/** What visitors wished, in the order in which the door looks at it. */
const WISHES: Record<string, string> = {
	gpc: 'Global Privacy Control',
	dnt: 'Do Not Track',
	optout: 'Opted out on your site',
	denied: 'Consent refused',
	no_consent: 'Consent needed and not given',
}
const OTHERS: Record<string, string> = {
	quarantine: 'Held back by your rules',
	bot: 'Bots that say so',
	prefetch: 'Loaded ahead, never looked at',
	spam_referrer: 'Referrers known for spam',
	site_hostname_allowlist: 'Hosts that are not among yours',
	no_session_for_engagement: 'Reading time of a visit that is over',
	throttle: 'Too many at once',
	invalid: 'Not to be understood',
}

const SPANS: Record<string, number> = { '7': 7, '30': 30, '90': 90, '365': 365 }
const DAY = 86_400_000

/** How often a visitor's wish not to be measured was honoured. */
export function HonouredPage({ domain, timezone }: { domain: string; timezone: string }) {
	useTitle('Wishes honoured', domain)
	const [span, setSpan] = useState('30')
	const to = new Intl.DateTimeFormat('sv', { timeZone: timezone }).format(new Date())
	const from = new Date(Date.parse(to) - ((SPANS[span] ?? 30) - 1) * DAY).toISOString().slice(0, 10)
	const { data, error, refetch } = useQuery({
		queryKey: ['honoured', domain, from, to],
		queryFn: () =>
			call<Honoured>(
				'GET',
				`/api/dashboard/sites/${encodeURIComponent(domain)}/honoured?from=${from}&to=${to}`,
			),
		staleTime: 10_000,
	})
	return (
		<Sheet
			title="Wishes honoured"
			intro={
				<>
					How often visitors of <strong>{domain}</strong> asked not to be measured and were not. Requests are
					counted, not people: nothing else is kept of them. What the law and you decide stands on the page{' '}
					<Link href={`/${domain}/privacy`}>Privacy</Link>.
				</>
			}
			actions={
				<Select
					label="Period"
					hideLabel
					value={span}
					options={Object.keys(SPANS).map((days) => ({ value: days, label: `Last ${days} days` }))}
					onChange={setSpan}
				/>
			}
		>
			{error ? (
				<Problem error={error} retry={refetch} />
			) : !data ? (
				<Skeleton lines={6} />
			) : (
				<>
					<Wishes data={data} />
					<Others data={data} />
				</>
			)}
		</Sheet>
	)
}

/** Counts of the named reasons, as rows. */
const named = (totals: Counts, names: Record<string, string>): [string, number][] =>
	Object.entries(names).flatMap(([reason, name]) => {
		const count = totals[reason] ?? 0
		return count > 0 ? [[name, count] satisfies [string, number]] : []
	})

function Wishes({ data }: { data: Honoured }) {
	if (data.wishes === 0) {
		return (
			<Card title="By wish">
				<Empty title="No wish had to be honoured in this time">
					<p>
						Global Privacy Control, Do Not Track, opt-outs and refused consent are counted here, as soon as a
						visitor comes with one.
					</p>
				</Empty>
			</Card>
		)
	}
	const days = data.days
		.map(({ date, counts }): [string, number] => [
			formatDate(date),
			Object.keys(WISHES).reduce((sum, reason) => sum + (counts[reason] ?? 0), 0),
		])
		.filter(([, count]) => count > 0)
		.reverse()
	return (
		<>
			<Card title="By wish" actions={<strong>{formatCount(data.wishes)} in all</strong>}>
				<Bars heading="Wish" rows={named(data.totals, WISHES)} />
			</Card>
			<Card title="By day">
				<Bars heading="Day" rows={days} />
			</Card>
		</>
	)
}

function Others({ data }: { data: Honoured }) {
	const rows = named(data.totals, OTHERS)
	if (rows.length === 0) return null
	return (
		<Card title="Also not counted as visits">
			<Bars heading="Reason" rows={rows} />
		</Card>
	)
}

function Bars({ heading, rows }: { heading: string; rows: readonly [string, number][] }) {
	const most = Math.max(1, ...rows.map(([, count]) => count))
	return (
		<table className="list">
			<thead>
				<tr>
					<th scope="col" className="list-name">
						{heading}
					</th>
					<th scope="col">Requests</th>
				</tr>
			</thead>
			<tbody>
				{rows.map(([name, count]) => (
					<tr key={name}>
						<th scope="row" className="list-name">
							<span className="list-bar" style={{ width: `${(100 * count) / most}%` }} />
							<span className="list-cell">
								<span className="list-text">{name}</span>
							</span>
						</th>
						<td>{formatCount(count)}</td>
					</tr>
				))}
			</tbody>
		</table>
	)
}
