import { useInfiniteQuery } from '@tanstack/preact-query'
import { useEffect, useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { call } from '../api.ts'
import { formatAge, formatCount } from '../format.ts'
import { StatusTag } from '../support/status-tag.tsx'
import '../support/support.css'
import { useTitle } from '../title.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Field } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { Problem } from '../ui/problem.tsx'
import { Select } from '../ui/select.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Tag } from '../ui/tag.tsx'
import { type Operators, type OperatorTicket, STATUS, useCounts } from './tickets.ts'

const VIEWS = [
	{ value: 'open,waiting_us', label: 'To do' },
	{ value: 'waiting_customer', label: 'Waiting for the customer' },
	{ value: 'solved', label: 'Solved' },
	{ value: 'closed', label: 'Closed' },
	{ value: '', label: 'All' },
] as const
const SEARCH_AFTER_MS = 300

/** The tickets that there are: filters, search, and what waits. */
export function Queue({ operators }: { operators: Operators }) {
	useTitle('Tickets', 'Console')
	const [status, setStatus] = useState<string>(VIEWS[0].value)
	const [assignee, setAssignee] = useState('')
	const [text, setText] = useState('')
	const q = useSettled(text.trim())
	const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
		queryKey: ['queue', status, assignee, q],
		queryFn: ({ pageParam }) => {
			const query = new URLSearchParams({ status, assignee, q, ...(pageParam ? { before: pageParam } : {}) })
			return call<{ tickets: OperatorTicket[]; before: string | null }>(
				'GET',
				`/api/operator/tickets?${query}`,
			)
		},
		initialPageParam: '',
		getNextPageParam: (page) => page.before,
		refetchInterval: 60_000,
	})
	const tickets = data?.pages.flatMap((page) => page.tickets)
	const nameOf = (id: string | null) => operators.operators.find((one) => one.id === id)?.name ?? null
	return (
		<>
			<h1>Tickets</h1>
			<Counts />
			<div className="operator-filters">
				<Select label="Show" value={status} options={VIEWS} onChange={setStatus} />
				<Select
					label="Of"
					value={assignee}
					options={[
						{ value: '', label: 'Everybody' },
						{ value: 'me', label: 'Me' },
						{ value: 'none', label: 'Nobody yet' },
						...operators.operators
							.filter(({ id }) => id !== operators.me)
							.map(({ id, name }) => ({ value: id, label: name })),
					]}
					onChange={setAssignee}
				/>
				<Field
					label="Search"
					type="search"
					placeholder="Subject, name, address or words"
					maxLength={200}
					value={text}
					onInput={(event) => setText(event.currentTarget.value)}
				/>
			</div>
			{tickets ? (
				tickets.length === 0 ? (
					<Empty title={q ? 'Nothing found' : 'No ticket here'} />
				) : (
					<ul className="tickets operator-tickets">
						{tickets.map((ticket) => (
							<Line key={ticket.id} ticket={ticket} assignee={nameOf(ticket.assignee)} />
						))}
					</ul>
				)
			) : error ? (
				<Problem error={error} retry={refetch} />
			) : (
				<Skeleton lines={6} />
			)}
			{hasNextPage && (
				<Button busy={isFetchingNextPage} onClick={() => fetchNextPage()}>
					More
				</Button>
			)}
		</>
	)
}

function Line({ ticket, assignee }: { ticket: OperatorTicket; assignee: string | null }) {
	const { id, subject, name, email, priority, status, updated_at } = ticket
	return (
		<li>
			<span className="tickets-what">
				<Link href={`/operator/tickets/${id}`}>{subject}</Link>
				<span className="quiet small">
					{name}, {email} · {formatAge(Date.now() - Date.parse(updated_at))} ago
					{assignee && ` · ${assignee}`}
				</span>
			</span>
			{(priority === 'urgent' || priority === 'high') && (
				<Tag className={`status-${priority}`}>{priority === 'high' ? 'High' : 'Urgent'}</Tag>
			)}
			<StatusTag status={status} words={STATUS} />
			<Icon name="forward" />
		</li>
	)
}

function Counts() {
	const { data } = useCounts()
	const waiting = (data?.statuses.open ?? 0) + (data?.statuses.waiting_us ?? 0)
	const { good = 0, bad = 0 } = data?.satisfaction ?? {}
	const facts = [
		['Waiting for us', formatCount(waiting)],
		['Nobody’s yet', formatCount(data?.unassigned ?? 0)],
		['Waiting for customers', formatCount(data?.statuses.waiting_customer ?? 0)],
		['Helped', good + bad === 0 ? '–' : `${Math.round((100 * good) / (good + bad))}% of ${good + bad}`],
	] as const
	return (
		<dl className="operator-counts" aria-busy={data === undefined}>
			{facts.map(([label, value]) => (
				<div key={label}>
					<dt className="quiet small">{label}</dt>
					<dd>{data ? value : '…'}</dd>
				</div>
			))}
		</dl>
	)
}

/** A value once it has rested for a moment: not every letter asks the database. */
function useSettled(value: string): string {
	const [settled, setSettled] = useState(value)
	useEffect(() => {
		const timer = setTimeout(() => setSettled(value), SEARCH_AFTER_MS)
		return () => clearTimeout(timer)
	}, [value])
	return settled
}
