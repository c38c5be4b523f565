import { useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { call } from '../api.ts'
import { explain, fieldErrors } from '../explain.ts'
import { useMutation } from '../mutation.ts'
import { useTeams } from '../teams/teams.ts'
import { useTitle } from '../title.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Select } from '../ui/select.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { Attach } from './attach.tsx'
import { problemsOf, useDraft } from './compose.tsx'
import { type Ticket, useTicketsChanged } from './tickets.ts'

/** The form for a new conversation. */
export function NewTicket() {
	useTitle('Write to support')
	const [, navigate] = useLocation()
	const changed = useTicketsChanged()
	const draft = useDraft('/api/support/files', {})
	const { data: teams = [] } = useTeams()
	const [subject, setSubject] = useState('')
	const [team, setTeam] = useState('')
	const [problems, setProblems] = useState<Record<string, string>>({})
	const sending = useMutation({
		mutationFn: () =>
			call<Ticket>('POST', '/api/support/tickets', { subject, team: team || null, ...draft.outgoing() }),
		onSuccess: async ({ id }) => {
			await changed()
			navigate(`/support/${id}`, { replace: true })
		},
	})
	const submit = () => {
		const found = {
			...(subject.trim() === '' ? { subject: 'Say in a few words what it is about.' } : {}),
			...problemsOf(draft.text, draft.files),
		}
		setProblems(found)
		if (Object.keys(found).length === 0) sending.mutate()
	}
	const said = { ...fieldErrors(sending.error), ...problems }
	const options = [
		{ value: '', label: 'Only me' },
		...teams.map(({ id, name }) => ({
			value: id,
			label: `${name}: its owners and admins too`,
		})),
	]
	return (
		<Sheet
			title="Write to us"
			intro="With your message we keep your name, your e-mail address and the network address you write from, until the conversation is deleted."
			actions={<ButtonLink href="/support">All conversations</ButtonLink>}
		>
			<Card>
				<Form onSubmit={submit} problems={said}>
					<Field
						label="Subject"
						maxLength={150}
						autocomplete="off"
						value={subject}
						error={said.subject}
						onInput={(event) => setSubject(event.currentTarget.value)}
					/>
					<TextArea
						label="Message"
						rows={8}
						maxLength={20_000}
						value={draft.text}
						error={said.text}
						onInput={draft.setText}
					/>
					<Attach files={draft.files} />
					{teams.some(({ own }) => !own) && (
						<Select
							label="Who may read the conversation?"
							value={team}
							options={options}
							onChange={setTeam}
						/>
					)}
					{said.files && <Notice kind="error">{said.files}</Notice>}
					{sending.error && Object.keys(said).length === 0 && (
						<Notice kind="error">{explain(sending.error)}</Notice>
					)}
					<div className="actions">
						<Button kind="primary" type="submit" busy={sending.isPending || draft.files.busy}>
							Send
						</Button>
					</div>
				</Form>
			</Card>
		</Sheet>
	)
}
