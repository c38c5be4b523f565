import { useState } from 'preact/hooks'
import { call } from '../api.ts'
import { explain } from '../explain.ts'
import { useMutation } from '../mutation.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Choice } from '../ui/check.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { type Door, type Ticket, useTicketsChanged } from './tickets.ts'

const OPTIONS = [
	{ value: 'good', label: 'It helped' },
	{ value: 'bad', label: 'It did not help' },
] as const

/** How it went, once a ticket is solved. */
export function Rating({ ticket, door }: { ticket: Ticket; door: Door }) {
	const changed = useTicketsChanged()
	const [answer, setAnswer] = useState<'good' | 'bad'>(ticket.satisfaction ?? 'good')
	const [note, setNote] = useState(ticket.satisfaction_note ?? '')
	const rating = useMutation({
		mutationFn: () =>
			call('PUT', `${door.ticket}/satisfaction`, { satisfaction: answer, note }, door.headers),
		onSuccess: changed,
	})
	return (
		<Card title="Did we help?">
			<Form onSubmit={() => rating.mutate()}>
				<Choice legend="Your answer" value={answer} options={OPTIONS} onChange={setAnswer} />
				<Field
					label="What could be better?"
					hint="If you like."
					maxLength={1000}
					autocomplete="off"
					value={note}
					onInput={(event) => setNote(event.currentTarget.value)}
				/>
				{rating.error && <Notice kind="error">{explain(rating.error)}</Notice>}
				{ticket.satisfaction && !rating.isPending && (
					<Notice kind="good">Thank you: we have your answer.</Notice>
				)}
				<div className="actions">
					<Button type="submit" busy={rating.isPending}>
						{ticket.satisfaction ? 'Change my answer' : 'Send my answer'}
					</Button>
				</div>
			</Form>
		</Card>
	)
}
