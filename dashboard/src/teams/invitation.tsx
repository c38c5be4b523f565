import { useQuery } from '@tanstack/preact-query'
import { useLayoutEffect, useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { call } from '../api.ts'
import { explain } from '../explain.ts'
import { dayOf } from '../instants.ts'
import { useTitle } from '../title.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Notice } from '../ui/notice.tsx'
import { Select } from '../ui/select.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { ROLES, type Role, useChange, useTeams } from './teams.ts'
import { forgetToken, invitationToken } from './token.ts'

interface Offer {
	kind: 'member' | 'guest' | 'transfer'
	team: string
	team_id: string
	domain: string | null
	role: Role
	sender: string
	expires_at: string
}

const PATH = '/api/account/invitations'

/** Where the link of an invitation leads: what is offered, and the two answers. */
export function Invitation() {
	useTitle('Invitation')
	const [token] = useState(invitationToken)
	const { data, error } = useQuery({
		queryKey: ['invitation', token],
		queryFn: () => call<Offer>('POST', `${PATH}/see`, { token }),
		enabled: token !== null,
		retry: false,
		staleTime: Number.POSITIVE_INFINITY,
	})
	useLayoutEffect(() => {
		// The token has been read: it need not stand in the address, nor in the history, once anything is shown.
		if (data) history.replaceState(history.state, '', '/invitation')
	}, [data])
	if (token === null || error) {
		return (
			<Sheet title="Invitation">
				<Notice kind="error">
					{token === null
						? 'This link is not complete. Open it from the mail once more, as it stands there.'
						: explain(error)}
				</Notice>
				<div className="actions">
					<ButtonLink href="/">To your sites</ButtonLink>
				</div>
			</Sheet>
		)
	}
	return data ? <Answer offer={data} token={token} /> : <Skeleton lines={4} />
}

function Answer({ offer, token }: { offer: Offer; token: string }) {
	const [, navigate] = useLocation()
	const { data: teams = [] } = useTeams()
	const receiving = teams.filter((team) => team.may.create_sites && !team.lacks_two_factor)
	const [chosen, setChosen] = useState<string>()
	const teamId = chosen ?? receiving[0]?.id
	const accepting = useChange(
		() => call('POST', `${PATH}/accept`, offer.kind === 'transfer' ? { token, team_id: teamId } : { token }),
		() => {
			forgetToken()
			navigate(offer.kind === 'member' ? `/teams/${offer.team_id}` : `/${offer.domain}`)
		},
	)
	const declining = useChange(
		() => call('POST', `${PATH}/decline`, { token }),
		() => {
			forgetToken()
			navigate('/')
		},
	)
	const failed = accepting.error ?? declining.error
	return (
		<Sheet title={titleOf(offer)}>
			<Card>
				<p>{textOf(offer)}</p>
				{offer.kind === 'transfer' && (
					<Select
						label="Take it into the team"
						value={teamId ?? ''}
						options={receiving.map(({ id, name }) => ({ value: id, label: name }))}
						onChange={setChosen}
					/>
				)}
				{failed && <Notice kind="error">{explain(failed)}</Notice>}
				<div className="actions">
					<Button kind="primary" busy={accepting.isPending} onClick={() => accepting.mutate(undefined)}>
						Accept
					</Button>
					<Button kind="quiet" busy={declining.isPending} onClick={() => declining.mutate(undefined)}>
						Decline
					</Button>
				</div>
				<p className="quiet small">Until {dayOf(offer.expires_at)}.</p>
			</Card>
		</Sheet>
	)
}

const titleOf = ({ kind, team, domain }: Offer): string =>
	({ member: `Join ${team}`, guest: `Statistics of ${domain}`, transfer: `Take over ${domain}` })[kind]

function textOf({ kind, team, domain, role, sender }: Offer): string {
	const as = `${ROLES[role].label.toLowerCase()}: ${ROLES[role].hint}`
	if (kind === 'member') return `${sender} invites you to the team ${team}, as ${as}`
	if (kind === 'guest') return `${sender} invites you to ${domain} alone, as ${as}`
	return `${sender} hands ${domain} over with all its statistics. From then on you alone decide about them, and its events count for your plan.`
}
