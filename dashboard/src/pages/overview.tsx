import { useEffect } from 'preact/hooks'
import { BoardContext, useLive, useNewBoard, usePart } from '../overview/board.ts'
import { Cards } from '../overview/cards.tsx'
import { Graph, loadChart } from '../overview/graph.tsx'
import { Head } from '../overview/head.tsx'
import '../overview/overview.css'
import { Panel } from '../overview/panel.tsx'
import { PANELS } from '../overview/panels.ts'
import { Nothing, Trouble, useIsEmpty } from '../overview/trouble.tsx'
import { type Site, useSite } from '../sites.ts'
import { later } from '../ui/later.tsx'
import { Problem } from '../ui/problem.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

const GoalPanel = later(() => import('../measures/goal-panel.tsx').then((part) => part.GoalPanel), true)

/** The statistics of one site. */
export function Overview({ domain }: { domain: string }) {
	const { data: site, error, refetch } = useSite(domain)
	// It arrives while the first answers do.
	useEffect(() => void loadChart(), [])
	if (site) return <Loaded domain={domain} site={site} />
	if (error) return <Problem error={error} retry={refetch} />
	return (
		<div className="overview">
			<h1>{domain}</h1>
			<Skeleton height="380px" />
		</div>
	)
}

function Loaded({ domain, site: { timezone, mode } }: { domain: string; site: Site }) {
	const board = useNewBoard(domain, timezone)
	useLive(board)
	return (
		<BoardContext.Provider value={board}>
			<div className="overview">
				<Head />
				<Trouble />
				<section className="card" aria-label="Totals over time">
					<Cards />
					<Graph />
				</section>
				<Lists />
				<GoalPanel />
				<p className="overview-note">
					Days and hours are those of {timezone.replaceAll('_', ' ')}.
					{mode === 'lightweight' &&
						' Visitors are counted anew each day: a person who comes on two days counts twice.'}
				</p>
			</div>
		</BoardContext.Provider>
	)
}

function Lists() {
	const events = usePart('events').data?.results.length ?? 0
	if (useIsEmpty()) return <Nothing />
	return (
		<div className="overview-lists">
			{PANELS.filter((panel) => panel.id !== 'events' || events > 0).map((panel) => (
				<Panel key={panel.id} panel={panel} />
			))}
		</div>
	)
}
