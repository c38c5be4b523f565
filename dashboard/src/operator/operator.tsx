import { Link, Route, Switch, useLocation } from 'wouter-preact'
import { ApiError } from '../api.ts'
import { NotFound } from '../pages/not-found.tsx'
import { Problem } from '../ui/problem.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Access } from './access.tsx'
import { Incidents } from './incidents/list.tsx'
import { IncidentPage } from './incidents/page.tsx'
import { ActionLog } from './log.tsx'
import './operator.css'
import { Queue } from './queue.tsx'
import { Replies } from './replies.tsx'
import { OperatorTicketPage } from './ticket.tsx'
import { useOperators } from './tickets.ts'

/** The pages of the console, in the order of their tabs. */
const PAGES = [
	['/operator', 'Tickets'],
	['/operator/access', 'Access'],
	['/operator/replies', 'Canned replies'],
	['/operator/incidents', 'Incidents'],
	['/operator/log', 'Log'],
] as const

/** The console of those who run this deployment. To everybody else it is a page that is not there. */
export function Operator() {
	const { data, error, refetch } = useOperators()
	if (error instanceof ApiError && error.status === 403) return <NotFound />
	if (!data) return error ? <Problem error={error} retry={refetch} /> : <Skeleton lines={6} />
	return (
		<div className="operator">
			<Tabs />
			<Switch>
				<Route path="/operator">
					<Queue operators={data} />
				</Route>
				<Route path="/operator/tickets/:id">
					{({ id }) => <OperatorTicketPage key={id} id={id} operators={data} />}
				</Route>
				<Route path="/operator/access">
					<Access />
				</Route>
				<Route path="/operator/replies">
					<Replies />
				</Route>
				<Route path="/operator/incidents">
					<Incidents />
				</Route>
				<Route path="/operator/incidents/:id">{({ id }) => <IncidentPage key={id} id={Number(id)} />}</Route>
				<Route path="/operator/log">
					<ActionLog />
				</Route>
				<Route>
					<NotFound />
				</Route>
			</Switch>
		</div>
	)
}

function Tabs() {
	const [path] = useLocation()
	const isAt = (href: string) =>
		path === href ||
		(href === '/operator' ? path.startsWith('/operator/tickets/') : path.startsWith(`${href}/`))
	return (
		<nav className="operator-nav" aria-label="Operator console">
			{PAGES.map(([href, label]) => (
				<Link key={href} href={href} aria-current={isAt(href) ? 'page' : undefined}>
					{label}
				</Link>
			))}
		</nav>
	)
}
