import { useQuery } from '@tanstack/preact-query'
import { useMemo, useState } from 'preact/hooks'
import { ApiError, call } from '../api.ts'
import type { Series } from '../charts/series.ts'
import { formatDates, formatValue } from '../format.ts'
import { loadChart } from '../overview/graph.tsx'
import '../overview/cards.css'
import '../overview/overview.css'
import { METRICS } from '../overview/metrics.ts'
import { isPeriod, LISTS, PERIODS, type Period, pathOf, type Row, useAnswer } from '../public/ask.ts'
import { List } from '../public/list.tsx'
import { useTitle } from '../title.ts'
import { Empty } from '../ui/empty.tsx'
import { later } from '../ui/later.tsx'
import { Problem } from '../ui/problem.tsx'
import { Select } from '../ui/select.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import './public.css'

const LineChart = later(loadChart)

interface About {
	domain: string
	timezone: string
	threshold: number
	now: { visitors: number | null; fewer_than: number | null }
}

const TOTALS = ['visitors', 'visits', 'pageviews', 'bounce_rate', 'visit_duration'] as const
/** Days that a list may be of, where it is told by days. */
const MOST_DAYS = 93

/** The statistics of a site that shows them to anybody, without small cells. */
export function Public({ domain }: { domain: string }) {
	const about = useQuery({
		queryKey: ['public', domain],
		queryFn: () => call<About>('GET', pathOf(domain)),
		refetchInterval: 60_000,
		retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status === 404),
	})
	if (about.data) return <Shared about={about.data} />
	if (about.error instanceof ApiError && about.error.status === 404) return <NotShared domain={domain} />
	if (about.error) return <Problem error={about.error} retry={about.refetch} />
	return <Skeleton lines={8} />
}

function NotShared({ domain }: { domain: string }) {
	useTitle('Not public')
	return (
		<Sheet title="There are no public statistics here">
			<p className="quiet">
				Either {domain} is not measured with Jitt, or its owner keeps its statistics to themselves.
			</p>
		</Sheet>
	)
}

function Shared({ about: { domain, timezone, threshold, now } }: { about: About }) {
	useTitle(domain)
	const [chosen, choose] = useState<Period | null>(null)
	const latest = useAnswer(domain, '30d', { metrics: TOTALS })
	// A small site is told by whole months: thirty days hold none.
	const byMonths = latest.data !== undefined && latest.data.meta.units.days === 0
	const period = chosen ?? (byMonths ? '12mo' : '30d')
	const totals = useAnswer(domain, period, { metrics: TOTALS })
	const range = totals.data?.query.date_range
	const nothing = totals.data?.results[0]?.metrics[0] === null
	return (
		<div className="overview">
			<div className="public-head">
				<div>
					<h1>{domain}</h1>
					<p className="quiet" role="status">
						{now.visitors === null ? `Fewer than ${now.fewer_than}` : `About ${now.visitors}`} visitors now
						{Array.isArray(range) && ` · ${formatDates(...range)}`}
					</p>
				</div>
				<Select
					label="Period"
					hideLabel
					value={period}
					options={Object.entries(PERIODS).map(([value, label]) => ({ value, label: `Last ${label}` }))}
					onChange={(value) => isPeriod(value) && choose(value)}
				/>
			</div>
			{totals.error ? (
				<Problem error={totals.error} retry={totals.refetch} />
			) : nothing ? (
				<section className="card">
					<Empty title="Nothing can be told of this time">
						<p>
							A day is told once it is over and had {threshold} visitors; of small sites, a month. Try a
							longer time.
						</p>
					</Empty>
				</section>
			) : (
				<>
					<section className="card" aria-label="Totals over time">
						<Totals values={totals.data?.results[0]?.metrics} />
						<Chart domain={domain} period={period} />
					</section>
					{period === '12mo' && !totals.data ? (
						<Skeleton lines={8} />
					) : totals.data && totals.data.meta.units.days > MOST_DAYS ? (
						<p className="overview-note">Pages, sources and the like are told of three months at most.</p>
					) : (
						<div className="overview-lists">
							{LISTS.map(([dimension, title]) => (
								<List key={dimension} domain={domain} period={period} dimension={dimension} title={title} />
							))}
						</div>
					)}
				</>
			)}
			<p className="overview-note">
				Whole days of {timezone.replaceAll('_', ' ')}, or whole months where a site is small; the visitors of
				each are added up. Whatever fewer than {threshold} visitors did is put together as “other”, and counts
				are rounded, so that nobody can be made out. <a href={`/privacy/${domain}`}>What is measured here</a>
			</p>
		</div>
	)
}

function Totals({ values }: { values: Row['metrics'] | undefined }) {
	return (
		<dl className="cards public-totals">
			{TOTALS.map((metric, i) => (
				<div key={metric} className="metric">
					<dt className="metric-label">{METRICS[metric].label}</dt>
					<dd className="metric-value">
						{values ? (
							formatValue(values[i] ?? null, METRICS[metric].form, true)
						) : (
							<Skeleton lines={1} className="metric-value" />
						)}
					</dd>
				</div>
			))}
		</dl>
	)
}

function Chart({ domain, period }: { domain: string; period: Period }) {
	const unit = period === '12mo' ? 'month' : 'day'
	const { data } = useAnswer(domain, period, { metrics: ['visitors'], dimensions: [`time:${unit}`] })
	const series = useMemo((): Series | null => {
		if (!data) return null
		return {
			unit: data.meta.units.days === 0 ? 'month' : unit,
			labels: data.results.map(({ dimensions: [label = ''] }) => label),
			values: data.results.map(({ metrics: [value = null] }) => value),
			running: null,
			compare: null,
		}
	}, [data, unit])
	return (
		<div className="public-chart">
			{series ? <LineChart series={series} label="Visitors" form="count" /> : <Skeleton height="260px" />}
		</div>
	)
}
