import { useState } from 'preact/hooks'
import { ApiError, call } from '../api.ts'
import { explain } from '../explain.ts'
import { dayOf, momentOf } from '../instants.ts'
import { useMutation } from '../mutation.ts'
import { NotFound } from '../pages/not-found.tsx'
import { Compose, useDraft } from '../support/compose.tsx'
import { Messages } from '../support/messages.tsx'
import { StatusTag } from '../support/status-tag.tsx'
import '../support/support.css'
import { operatorDoor, useConversation, useTicketsChanged } from '../support/tickets.ts'
import { useTitle } from '../title.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Notice } from '../ui/notice.tsx'
import { Problem } from '../ui/problem.tsx'
import { Select } from '../ui/select.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { type OpenTicket, type Operators, PRIORITIES, STATUS, useReplies } from './tickets.ts'

const STATUSES = (['open', 'waiting_us', 'waiting_customer', 'solved', 'closed'] as const).map((value) => ({
	value,
	label: STATUS[value],
}))
const AFTER = [
	{ value: 'waiting_customer', label: 'then wait for the customer' },
	{ value: 'solved', label: 'and it is solved' },
	{ value: 'waiting_us', label: 'and we have more to do' },
] as const

/** One ticket, for operators. */
export function OperatorTicketPage({ id, operators }: { id: string; operators: Operators }) {
	const { data, error, refetch } = useConversation<OpenTicket>(operatorDoor(id))
	useTitle(data?.subject ?? 'Ticket', 'Console')
	if (error instanceof ApiError && error.status === 404) return <NotFound />
	if (!data) return error ? <Problem error={error} retry={refetch} /> : <Skeleton lines={6} />
	return (
		<Sheet
			title={data.subject}
			intro={<StatusTag status={data.status} words={STATUS} />}
			actions={<ButtonLink href="/operator">All tickets</ButtonLink>}
		>
			<Messages messages={data.messages} actions={data.actions} />
			<Answer ticket={data} />
			<Handling ticket={data} operators={operators} />
			<Customer ticket={data} />
		</Sheet>
	)
}

function Answer({ ticket }: { ticket: OpenTicket }) {
	const door = operatorDoor(ticket.id)
	const changed = useTicketsChanged()
	const draft = useDraft(door.files, door.headers)
	const [status, setStatus] = useState<string>(AFTER[0].value)
	const { data } = useReplies()
	const insert = (text: string) => draft.setText([draft.text.trim(), text].filter(Boolean).join('\n\n'))
	const replies = data?.replies ?? []
	return (
		<Card title="Answer">
			<Compose
				label="Message"
				button="Send"
				draft={draft}
				send={(message) => call('POST', `${door.ticket}/messages`, { ...message, status })}
				onSent={changed}
				before={
					<div className="operator-insert">
						<Select
							label="Insert a canned reply"
							value=""
							options={[
								{ value: '', label: data?.replies.length === 0 ? 'There is none yet' : 'Choose one' },
								...replies.map(({ id, title }) => ({ value: id, label: title })),
							]}
							onChange={(id) => {
								const reply = replies.find((one) => one.id === id)
								if (reply) insert(reply.text.replaceAll('{name}', ticket.name))
							}}
						/>
						{ticket.has_account && (
							<Button onClick={() => insert(accessRequest(ticket))}>Ask for access</Button>
						)}
					</div>
				}
				beside={<Select label="After that" hideLabel value={status} options={AFTER} onChange={setStatus} />}
			/>
		</Card>
	)
}

/** What asks a customer to let support look. The customer decides for what and how long. */
function accessRequest({ name, subject, team }: OpenTicket): string {
	const link = new URL(`/teams/${team}/support`, location.origin)
	link.searchParams.set('reason', subject)
	return `Hello ${name}, to look into this we would have to see your statistics. We can do so only if you let us: one site or all, for as long as you choose, and you can end it at any time. Each look stands in your access log.\n\n${link}`
}

function Handling({ ticket, operators }: { ticket: OpenTicket; operators: Operators }) {
	const changed = useTicketsChanged()
	const handling = useMutation({
		mutationFn: (change: object) => call('PUT', operatorDoor(ticket.id).ticket, change),
		onSuccess: changed,
	})
	const gone = ticket.assignee !== null && !operators.operators.some(({ id }) => id === ticket.assignee)
	return (
		<Card title="Handling">
			<div className="operator-filters">
				<Select
					label="Status"
					value={ticket.status}
					options={STATUSES}
					onChange={(status) => handling.mutate({ status })}
				/>
				<Select
					label="Priority"
					value={ticket.priority}
					options={PRIORITIES}
					onChange={(priority) => handling.mutate({ priority })}
				/>
				<Select
					label="Taken care of by"
					value={ticket.assignee ?? ''}
					options={[
						{ value: '', label: 'Nobody' },
						...operators.operators.map(({ id, name }) => ({
							value: id,
							label: id === operators.me ? `${name} (me)` : name,
						})),
						...(gone ? [{ value: ticket.assignee ?? '', label: 'A former operator' }] : []),
					]}
					onChange={(id) => handling.mutate({ assignee: id || null })}
				/>
			</div>
			{handling.error && <Notice kind="error">{explain(handling.error)}</Notice>}
			{ticket.satisfaction && (
				<Notice kind={ticket.satisfaction === 'good' ? 'good' : 'warning'}>
					{ticket.satisfaction === 'good'
						? 'The customer says that it helped.'
						: 'The customer says that it did not help.'}{' '}
					{ticket.satisfaction_note}
				</Notice>
			)}
		</Card>
	)
}

function Customer({ ticket }: { ticket: OpenTicket }) {
	const now = new Date()
	return (
		<Card title="Customer">
			<dl className="facts">
				<div>
					<dt>Written by</dt>
					<dd>
						{ticket.name}, {ticket.email}
						{ticket.has_account ? '' : ' (without an account)'}
					</dd>
				</div>
				<div>
					<dt>On</dt>
					<dd>{dayOf(ticket.created_at)}</dd>
				</div>
				<div>
					<dt>From the network address</dt>
					<dd>{ticket.address ?? 'none'}</dd>
				</div>
				{ticket.has_account && (
					<div>
						<dt>May we look at the statistics?</dt>
						<dd>
							{ticket.grants.length === 0 && 'No. Ask for access if the answer needs it.'}
							{ticket.grants.map(({ domain, reason, expires_at }) => (
								<p key={`${domain}${expires_at}`}>
									{domain ? <a href={`/${domain}`}>{domain}</a> : 'All sites of the team'} until{' '}
									{momentOf(expires_at, now)}: {reason}
								</p>
							))}
						</dd>
					</div>
				)}
			</dl>
		</Card>
	)
}
