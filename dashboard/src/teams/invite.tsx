import { useState } from 'preact/hooks'
import { call } from '../api.ts'
import { explain, fieldErrors } from '../explain.ts'
import { dayOf } from '../instants.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Select } from '../ui/select.tsx'
import './teams.css'
import { type Invitation, optionsOf, ROLES, type Role, type SentInvitation, useChange } from './teams.ts'

/** Invites somebody by mail, to a team or a site: `path` takes the invitation. */
export function Invite({ path, roles }: { path: string; roles: readonly Role[] }) {
	const [email, setEmail] = useState('')
	const [role, setRole] = useState<Role>('viewer')
	const [missing, setMissing] = useState<string>()
	const inviting = useChange(
		() => call<SentInvitation>('POST', path, { email: email.trim(), role }),
		() => setEmail(''),
	)
	const problem = missing ?? fieldErrors(inviting.error).email
	const submit = () => {
		const missing = email.trim() === '' ? 'Enter the address of the person.' : undefined
		setMissing(missing)
		if (!missing) inviting.mutate(undefined)
	}
	return (
		<>
			<Form className="invite" onSubmit={submit} problems={problem ? { email: problem } : {}}>
				<Field
					label="E-mail of the person"
					type="email"
					autocomplete="off"
					value={email}
					error={problem}
					onInput={(event) => setEmail(event.currentTarget.value)}
				/>
				<Select
					label="Role"
					value={role}
					options={optionsOf(roles)}
					onChange={(value) => setRole(roles.find((one) => one === value) ?? role)}
				/>
				<Button kind="primary" type="submit" busy={inviting.isPending}>
					Invite
				</Button>
			</Form>
			<p className="quiet small">
				{ROLES[role].label}: {ROLES[role].hint}
			</p>
			{inviting.error && !problem && <Notice kind="error">{explain(inviting.error)}</Notice>}
			{inviting.data && <Outcome of={inviting.data} />}
		</>
	)
}

/** Whether the letter is on its way. */
export function Outcome({ of }: { of: SentInvitation }) {
	return of.sent ? (
		<Notice kind="good">
			An invitation is on its way to {of.email}. It works once, until {dayOf(of.expires_at)}.
		</Notice>
	) : (
		<Notice kind="warning">
			The mail to {of.email} could not be sent. Check the address, then send the invitation again.
		</Notice>
	)
}

/** Invitations that wait: each can be sent again and taken back. */
export function Waiting({ path, invitations }: { path: string; invitations: readonly Invitation[] }) {
	const again = useChange((id: string) => call<SentInvitation>('POST', `${path}/${id}/resend`, {}))
	const revoking = useChange((id: string) => call('DELETE', `${path}/${id}`))
	const failed = again.error ?? revoking.error
	return (
		<>
			<ul className="people">
				{invitations.map(({ id, email, role, expires_at }) => (
					<li key={id}>
						<span className="people-who">
							<strong>{email}</strong>
							<span className="quiet small">
								Invited as {ROLES[role].label.toLowerCase()} · until {dayOf(expires_at)}
							</span>
						</span>
						<span className="people-do">
							<Button
								kind="quiet"
								busy={again.isPending && again.variables === id}
								onClick={() => again.mutate(id)}
							>
								Send again<span className="unseen"> to {email}</span>
							</Button>
							<Button
								kind="quiet"
								icon="trash"
								busy={revoking.isPending && revoking.variables === id}
								onClick={() => revoking.mutate(id)}
							>
								Take back<span className="unseen"> the invitation of {email}</span>
							</Button>
						</span>
					</li>
				))}
			</ul>
			{again.data && <Outcome of={again.data} />}
			{failed && <Notice kind="error">{explain(failed)}</Notice>}
		</>
	)
}
