import { useQuery, useQueryClient } from '@tanstack/preact-query'
import { call } from '../api.ts'
import { explain } from '../explain.ts'
import { dayOf } from '../instants.ts'
import { useMutation } from '../mutation.ts'
import { useTitle } from '../title.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Check } from '../ui/check.tsx'
import { Notice } from '../ui/notice.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

interface MailState {
	address: string | null
	suppression: { reason: 'bounce' | 'complaint'; at: string } | null
	choices: { news: boolean }
}

const PATH = '/api/account/mail'
const MAIL = ['mail'] as const

/** What the account gets by mail, and whether it arrives. */
export function Mail() {
	useTitle('Mail')
	const { data, error, refetch } = useQuery({
		queryKey: MAIL,
		queryFn: () => call<MailState>('GET', PATH),
	})
	return (
		<Sheet title="Mail" intro="What Jitt sends you, and to where.">
			{data ? (
				<>
					{data.suppression && <Stopped address={data.address ?? ''} {...data.suppression} />}
					<Card title="Always">
						<p>
							Mails that the service needs go to <strong>{data.address}</strong>: confirmations and sign-in
							links, invitations, invoices and limits, answers to tickets, exports and deletions, changes of
							our agreements, and notices of a breach.
						</p>
					</Card>
					<Chosen choices={data.choices} />
				</>
			) : error ? (
				<Problem error={error} retry={refetch} />
			) : (
				<Skeleton lines={6} />
			)}
		</Sheet>
	)
}

function Chosen({ choices }: { choices: MailState['choices'] }) {
	const queries = useQueryClient()
	const choosing = useMutation({
		mutationFn: (news: boolean) => call<MailState>('PUT', PATH, { news }),
		onSuccess: (state) => queries.setQueryData(MAIL, state),
	})
	return (
		<Card title="Only if you want">
			<Check
				label="What is new in Jitt"
				hint="A few times a year. Off until you turn it on."
				checked={choosing.isPending ? choosing.variables : choices.news}
				onChange={(news) => choosing.mutate(news)}
			/>
			{choosing.error && <Notice kind="error">{explain(choosing.error)}</Notice>}
		</Card>
	)
}

function Stopped({ address, reason, at }: { address: string; reason: 'bounce' | 'complaint'; at: string }) {
	const queries = useQueryClient()
	const retrying = useMutation({
		mutationFn: () => call<MailState>('POST', `${PATH}/retry`, {}),
		onSuccess: (state) => queries.setQueryData(MAIL, state),
	})
	return (
		<Notice kind="warning">
			<p>
				{reason === 'bounce'
					? `Mail to ${address} came back on ${dayOf(at)}`
					: `A mail to ${address} was reported as spam on ${dayOf(at)}`}
				, so nothing more is sent there.
			</p>
			<Button busy={retrying.isPending} onClick={() => retrying.mutate()}>
				Send to it again
			</Button>
			{retrying.error && <p>{explain(retrying.error)}</p>}
		</Notice>
	)
}
