import { Link } from 'wouter-preact'
import { sayFilter } from '../overview/filters.ts'
import { nameOf } from '../overview/names.ts'
import { useTitle } from '../title.ts'
import { Sheet } from '../ui/sheet.tsx'
import { FunnelForm } from './funnel-form.tsx'
import { GoalForm } from './goal-form.tsx'
import { MeasureList } from './list.tsx'
import { type Funnel, type Goal, type Segment, sayGoal, sayStep, useMeasures } from './measures.ts'
import { barFilters } from './segment-filters.ts'
import { SegmentForm } from './segment-form.tsx'

/** What is measured on a site: its goals, its funnels and its segments. */
export function Measures({ domain }: { domain: string }) {
	useTitle(`Goals · ${domain}`)
	const { data: goals = [] } = useMeasures(domain, 'goals')
	return (
		<Sheet
			title="Goals"
			intro="What you want to see happen, the way there, and which visits you look at. All of it is counted in the past as well."
		>
			<MeasureList<Goal>
				domain={domain}
				kind="goals"
				title="Goals"
				word="goal"
				empty={{
					title: 'No goal yet',
					text: 'A goal is a page that is visited or scrolled, or an event such as a sign-up.',
				}}
				row={(goal) => ({
					id: goal.id,
					name: goal.display_name,
					about: sayGoal(goal),
					ending:
						'The events stay: a goal that is made again counts them again. Funnels with this goal can no longer be shown.',
				})}
				form={(goal, close) => <GoalForm domain={domain} goal={goal} onDone={close} />}
			/>
			<MeasureList<Funnel>
				domain={domain}
				kind="funnels"
				title="Funnels"
				word="funnel"
				empty={{
					title: 'No funnel yet',
					text: 'A funnel shows how many take one step after the other, and where they leave.',
				}}
				row={(funnel) => ({
					id: funnel.id,
					name: funnel.name,
					title: <Link href={`/${domain}/funnels/${funnel.id}`}>{funnel.name}</Link>,
					about: funnel.steps.map((step) => sayStep(step, goals)).join(' → '),
					ending: 'The events stay: a funnel that is made again shows the same.',
				})}
				form={(funnel, close) => <FunnelForm domain={domain} funnel={funnel} onDone={close} />}
			/>
			<MeasureList<Segment>
				domain={domain}
				kind="segments"
				title="Segments"
				word="segment"
				madeElsewhere
				empty={{
					title: 'No segment yet',
					text: 'Filter the statistics, then choose Segments, Save these filters.',
				}}
				row={(segment) => ({
					id: segment.id,
					name: segment.name,
					about: `${sayFilters(segment)} · ${segment.shared ? 'shared' : 'only you see it'}`,
					ending: segment.own
						? 'Links and reports with this segment no longer work.'
						: 'Somebody else made it and shares it: it is gone for everybody.',
				})}
				form={(segment, close) => segment && <SegmentForm {...{ domain, segment }} onDone={close} />}
			/>
		</Sheet>
	)
}

function sayFilters({ filters }: Segment): string {
	const known = barFilters(filters)
	if (!known) return 'Filters made through the API'
	return known.map((one) => sayFilter(one, (text) => nameOf(one.dimension, text))).join(', ')
}
