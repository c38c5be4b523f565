import { useState } from 'preact/hooks'
import { call } from '../api.ts'
import { explain, fieldErrors } from '../explain.ts'
import type { Site } from '../sites.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Select } from '../ui/select.tsx'
import { Outcome } from './invite.tsx'
import { type Invitation, type SentInvitation, sitePathOf, useChange, usePart, useTeams } from './teams.ts'

const OTHERS = 'another account'

/** Hands a site to another team of the person's, or offers it to somebody by mail. */
export function Transfer({ site }: { site: Site }) {
	const path = `${sitePathOf(site.domain)}/transfer`
	const { data: teams = [] } = useTeams()
	const { data } = usePart<{ offers: Invitation[] }>(path)
	const [chosen, setChosen] = useState<string>()
	const [email, setEmail] = useState('')
	const [sure, setSure] = useState(false)
	const receiving = teams.filter((one) => one.may.create_sites && one.id !== site.team_id)
	const to = chosen ?? receiving[0]?.id ?? OTHERS
	const name = to === OTHERS ? email.trim() : (receiving.find(({ id }) => id === to)?.name ?? '')
	const close = () => {
		setSure(false)
		moving.reset()
	}
	const moving = useChange(
		() =>
			call<SentInvitation | { team_id: string }>(
				'POST',
				path,
				to === OTHERS ? { email: email.trim() } : { team_id: to },
			),
		() => {
			setSure(false)
			setEmail('')
		},
	)
	const problem = fieldErrors(moving.error).email
	const withdrawing = useChange((id: string) => call('DELETE', `${path}/${id}`))
	return (
		<Card title="Hand over">
			<p className="quiet">
				The site goes with its statistics and settings. Guests, open invitations and leave given to support
				end; an ingest token goes on, until the new team makes another.
			</p>
			<Form onSubmit={() => (to !== OTHERS || email.trim() !== '') && setSure(true)}>
				<Select
					label="To"
					value={to}
					options={[
						...receiving.map(({ id, name }) => ({ value: id, label: `Your team ${name}` })),
						{ value: OTHERS, label: 'Another account, by mail' },
					]}
					onChange={setChosen}
				/>
				{to === OTHERS && (
					<Field
						label="E-mail of its next owner"
						type="email"
						autocomplete="off"
						value={email}
						error={problem}
						onInput={(event) => setEmail(event.currentTarget.value)}
					/>
				)}
				<div className="actions">
					<Button type="submit">Hand over</Button>
				</div>
			</Form>
			{moving.data && 'sent' in moving.data && <Outcome of={moving.data} />}
			{data && data.offers.length > 0 && (
				<ul className="people">
					{data.offers.map((offer) => (
						<li key={offer.id}>
							<span className="people-who">
								<span>
									Offered to <strong>{offer.email}</strong>, who has not answered yet
								</span>
							</span>
							<Button busy={withdrawing.isPending} onClick={() => withdrawing.mutate(offer.id)}>
								Take back<span className="unseen"> the offer to {offer.email}</span>
							</Button>
						</li>
					))}
				</ul>
			)}
			{withdrawing.error && <Notice kind="error">{explain(withdrawing.error)}</Notice>}
			<Confirm
				title={`Hand ${site.domain} to ${name}?`}
				open={sure}
				confirm={to === OTHERS ? 'Send the offer' : 'Hand over'}
				keep="Keep it"
				doing={moving}
				onConfirm={() => moving.mutate(undefined)}
				onClose={close}
			>
				<p>
					{to === OTHERS
						? 'Once they accept, you see nothing of it any more, unless they invite you.'
						: 'From then on it is seen by the members of that team, in their roles there.'}
				</p>
			</Confirm>
		</Card>
	)
}
