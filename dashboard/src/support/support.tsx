import { Link, Route, Switch } from 'wouter-preact'
import { formatAge } from '../format.ts'
import { NotFound } from '../pages/not-found.tsx'
import { useTitle } from '../title.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { NewTicket } from './new-ticket.tsx'
import { StatusTag } from './status-tag.tsx'
import './support.css'
import { TicketPage } from './ticket.tsx'
import { sessionDoor, type Ticket, useTickets } from './tickets.ts'

/** Support for people with an account: `/support` and what is below it. */
export function Support() {
	return (
		<Switch>
			<Route path="/support">
				<Tickets />
			</Route>
			<Route path="/support/new">
				<NewTicket />
			</Route>
			<Route path="/support/:id">
				{({ id }) => <TicketPage key={id} door={sessionDoor(id)} back="/support" />}
			</Route>
			<Route>
				<NotFound />
			</Route>
		</Switch>
	)
}

function Tickets() {
	useTitle('Support')
	const { data, error, refetch } = useTickets()
	return (
		<Sheet
			title="Support"
			intro="A person reads what you write and answers, here and by mail."
			actions={
				<ButtonLink href="/support/new" kind="primary" icon="add">
					Write to us
				</ButtonLink>
			}
		>
			<Card title="Your conversations">
				{data ? (
					<List tickets={data.tickets} />
				) : error ? (
					<Problem error={error} retry={refetch} />
				) : (
					<Skeleton lines={4} />
				)}
			</Card>
			<p className="quiet small">
				A conversation holds your messages and ours, the files you add, the network address you write from,
				your name and your e-mail address. Nothing else is kept, and all of it goes when you delete the
				conversation, or a year after it was closed.
			</p>
		</Sheet>
	)
}

function List({ tickets }: { tickets: Ticket[] }) {
	if (tickets.length === 0) {
		return (
			<Empty title="No conversation yet">
				<p>Something does not work, or is hard to understand? Write to us.</p>
			</Empty>
		)
	}
	return (
		<ul className="tickets">
			{tickets.map((ticket) => (
				<li key={ticket.id}>
					<span className="tickets-what">
						<Link href={`/support/${ticket.id}`}>{ticket.subject}</Link>
						<span className="quiet small">
							{ticket.mine ? '' : `${ticket.name} · `}
							{formatAge(Date.now() - Date.parse(ticket.updated_at))} ago
						</span>
					</span>
					<StatusTag status={ticket.status} />
					<Icon name="forward" />
				</li>
			))}
		</ul>
	)
}
