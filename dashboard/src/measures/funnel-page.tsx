import { useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { poster } from '../api.ts'
import { formatCount } from '../format.ts'
import { NotFound } from '../pages/not-found.tsx'
import { useTitle } from '../title.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Notice } from '../ui/notice.tsx'
import { Problem } from '../ui/problem.tsx'
import { Select } from '../ui/select.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import './funnel-page.css'
import { type Funnel, sayStep, useMeasures } from './measures.ts'

const PERIODS = [
	{ value: 'day', label: 'Today' },
	{ value: '7d', label: 'Last 7 days' },
	{ value: '28d', label: 'Last 28 days' },
	{ value: '91d', label: 'Last 91 days' },
	{ value: '12mo', label: 'Last 12 months' },
]

interface FunnelAnswer {
	result: {
		steps: {
			label: string
			visitors: number
			/** In per cent of the first step. */
			conversion_rate: number
			/** In per cent of the step before; null for the first. */
			step_conversion_rate: number | null
			dropped: number | null
			drop_off_rate: number | null
		}[]
		conversion_rate: number
		covers: { visitors: number; of: number } | null
		retention_warnings?: { warning: string }[]
	}
}

/** One saved funnel and what became of those who began it. */
export function FunnelPage({ domain, id }: { domain: string; id: string }) {
	const { data: funnels, error, refetch } = useMeasures(domain, 'funnels')
	const funnel = funnels?.find((one) => String(one.id) === id)
	useTitle(funnel ? `${funnel.name} · ${domain}` : domain)
	if (error) return <Problem error={error} retry={refetch} />
	if (!funnels) return <Skeleton lines={6} />
	return funnel ? <Found key={funnel.id} domain={domain} funnel={funnel} /> : <NotFound />
}

function Found({ domain, funnel }: { domain: string; funnel: Funnel }) {
	const { data: goals } = useMeasures(domain, 'goals')
	const [period, setPeriod] = useState('28d')
	const gone =
		goals !== undefined &&
		funnel.steps.some((step) => 'goal' in step && !goals.some(({ id }) => id === step.goal))
	const { steps, order, window_minutes } = funnel
	const ask = useQuery({
		queryKey: ['funnel', domain, period, steps, order, window_minutes],
		queryFn: () => {
			const post = poster<FunnelAnswer>(`/api/dashboard/sites/${encodeURIComponent(domain)}/funnel`)
			return post({ date_range: period, steps, order, window_minutes })
		},
		enabled: goals !== undefined && !gone,
	})
	const result = ask.data?.result
	return (
		<Sheet
			title={funnel.name}
			intro={sayCourse(funnel)}
			actions={<ButtonLink href={`/${domain}/goals`}>All goals and funnels</ButtonLink>}
		>
			<Card
				title="Steps"
				actions={<Select label="Period" hideLabel value={period} options={PERIODS} onChange={setPeriod} />}
			>
				{gone ? (
					<Empty title="A goal of this funnel was deleted">
						<p>Edit the funnel and choose another step in its place.</p>
					</Empty>
				) : result ? (
					<Picture result={result} names={steps.map((step) => sayStep(step, goals ?? []))} />
				) : ask.error ? (
					<Problem error={ask.error} retry={ask.refetch} />
				) : (
					<Skeleton lines={2 * steps.length} />
				)}
			</Card>
		</Sheet>
	)
}

function Picture({ result, names }: { result: FunnelAnswer['result']; names: string[] }) {
	const { steps, covers, retention_warnings: warnings = [] } = result
	const first = steps[0]?.visitors ?? 0
	if (first === 0) {
		return (
			<Empty title="Nobody took the first step">
				<p>Choose a longer period, or another first step.</p>
			</Empty>
		)
	}
	return (
		<>
			<ol className="funnel">
				{steps.map((step, i) => (
					<li key={i}>
						{step.dropped !== null && (
							<span className="funnel-loss">
								{step.dropped === 0
									? 'Nobody left'
									: `${formatCount(step.dropped)} left (${step.drop_off_rate}%)`}
							</span>
						)}
						<span className="funnel-bar" aria-hidden="true">
							<span style={{ width: `${(100 * step.visitors) / first}%` }} />
						</span>
						<span className="funnel-step">
							<strong>
								{i + 1}. {names[i]}
							</strong>
							<span>
								{formatCount(step.visitors)} {step.visitors === 1 ? 'visitor' : 'visitors'}
								{i > 0 && <span className="quiet"> · {step.conversion_rate}% of the first step</span>}
							</span>
						</span>
					</li>
				))}
			</ol>
			<p>
				<strong>{result.conversion_rate}%</strong> of those who took the first step took the last one.
			</p>
			{covers && covers.of > covers.visitors && (
				<p className="quiet small">
					{formatCount(covers.of - covers.visitors)} of {formatCount(covers.of)} visitors cannot be recognised
					on a later day: what they did after midnight is not seen as theirs.
				</p>
			)}
			{warnings.map(({ warning }) => (
				<Notice key={warning} kind="info">
					{warning}
				</Notice>
			))}
		</>
	)
}

function sayCourse({ steps, order, window_minutes: window }: Funnel): string {
	const within = window === null ? 'within one visit' : `within ${sayMinutes(window)}`
	return `${steps.length} steps ${within}${order === 'strict' ? ', with nothing in between' : ''}.`
}

function sayMinutes(minutes: number): string {
	const [count, word] =
		minutes % 1440 === 0
			? [minutes / 1440, 'day']
			: minutes % 60 === 0
				? [minutes / 60, 'hour']
				: [minutes, 'minute']
	return count === 1 ? `a${word === 'hour' ? 'n' : ''} ${word}` : `${count} ${word}s`
}
