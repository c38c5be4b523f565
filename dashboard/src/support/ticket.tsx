import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { ApiError, call } from '../api.ts'
import { explain } from '../explain.ts'
import { dayOf } from '../instants.ts'
import { useMutation } from '../mutation.ts'
import { NotFound } from '../pages/not-found.tsx'
import { useTitle } from '../title.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Notice } from '../ui/notice.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Compose, useDraft } from './compose.tsx'
import { Messages } from './messages.tsx'
import { Rating } from './rating.tsx'
import { StatusTag } from './status-tag.tsx'
import './support.css'
import {
	type Conversation,
	type Door,
	isDone,
	type Ticket,
	useConversation,
	useTicketGone,
	useTicketsChanged,
} from './tickets.ts'

interface TicketPageProps {
	door: Door
	/** Where to go when it is gone. */
	back: string
	/** Instead of the page for what is not there. */
	missing?: ComponentChildren
}

/** One conversation, for the customer. */
export function TicketPage({ door, back, missing }: TicketPageProps) {
	const { data, error, refetch } = useConversation<Ticket>(door)
	useTitle(data?.subject ?? 'Support')
	if (error instanceof ApiError && error.status === 404) return <>{missing ?? <NotFound />}</>
	if (!data) return error ? <Problem error={error} retry={refetch} /> : <Skeleton lines={6} />
	return <Shown ticket={data} door={door} back={back} />
}

function Shown({ ticket, door, back }: { ticket: Ticket & Conversation; door: Door; back: string }) {
	const changed = useTicketsChanged()
	const draft = useDraft(door.files, door.headers)
	const solving = useMutation({
		mutationFn: () => call('PUT', door.ticket, { status: 'solved' }, door.headers),
		onSuccess: changed,
	})
	const own = ticket.mine !== false
	const bySession = ticket.mine !== undefined
	return (
		<Sheet
			title={ticket.subject}
			intro={<StatusTag status={ticket.status} />}
			actions={
				<>
					{bySession && <ButtonLink href={back}>All conversations</ButtonLink>}
					{bySession && !isDone(ticket) && (
						<Button icon="check" busy={solving.isPending} onClick={() => solving.mutate()}>
							It is solved
						</Button>
					)}
					{own && <Delete door={door} back={back} />}
				</>
			}
		>
			{solving.error && <Notice kind="error">{explain(solving.error)}</Notice>}
			<Messages messages={ticket.messages} actions={ticket.actions} />
			{isDone(ticket) && <Rating ticket={ticket} door={door} />}
			<Card title={isDone(ticket) ? 'Not solved after all?' : 'Answer'}>
				<Compose
					label="Message"
					button="Send"
					draft={draft}
					send={(message) => call('POST', `${door.ticket}/messages`, message, door.headers)}
					onSent={changed}
				/>
			</Card>
			<Kept ticket={ticket} />
		</Sheet>
	)
}

/** What is kept with the conversation, and for how long. */
function Kept({ ticket }: { ticket: Ticket }) {
	return (
		<Card title="What is kept with it">
			<dl className="facts">
				<div>
					<dt>Written by</dt>
					<dd>
						{ticket.name}
						{ticket.email && `, ${ticket.email}`}
					</dd>
				</div>
				{ticket.address !== undefined && (
					<div>
						<dt>Network address it was sent from</dt>
						<dd>{ticket.address ?? 'none'}</dd>
					</div>
				)}
				<div>
					<dt>Until when</dt>
					<dd>
						{ticket.closes_at && `Closed on ${dayOf(ticket.closes_at)} if nobody writes, and `}
						{ticket.goes_at
							? `${ticket.closes_at ? 'deleted' : 'Deleted'} on ${dayOf(ticket.goes_at)}, with everything above.`
							: 'A year after it is closed, or until you delete it.'}
					</dd>
				</div>
			</dl>
		</Card>
	)
}

function Delete({ door, back }: { door: Door; back: string }) {
	const [, navigate] = useLocation()
	const [asking, setAsking] = useState(false)
	const forget = useTicketGone()
	const deleting = useMutation({
		mutationFn: () => call('DELETE', door.ticket, undefined, door.headers),
		onSuccess: async () => {
			navigate(back, { replace: true })
			await forget(door)
		},
	})
	return (
		<>
			<Button kind="quiet" icon="trash" onClick={() => setAsking(true)}>
				Delete
			</Button>
			<Confirm
				title="Delete this conversation?"
				open={asking}
				confirm="Delete for good"
				keep="Keep it"
				doing={deleting}
				onConfirm={() => deleting.mutate()}
				onClose={() => setAsking(false)}
			>
				<p>
					All messages, ours too, all files and the network address are deleted for good. Nobody can bring
					them back.
				</p>
			</Confirm>
		</>
	)
}
