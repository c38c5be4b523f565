import { useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { call } from '../api.ts'
import { dayOf, momentOf } from '../instants.ts'
import { useMutation } from '../mutation.ts'
import { useSignOut } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Tag } from '../ui/tag.tsx'
import { Refusal } from './refusal.tsx'
import { type Security, useSecurityAgain } from './security.tsx'

/** Where the account is signed in: since when, and no more, since we keep neither address nor browser. */
export function Sessions({ sessions }: { sessions: Security['sessions'] }) {
	const again = useSecurityAgain()
	const [everywhere, setEverywhere] = useState(false)
	const ending = useMutation({
		mutationFn: (id: string) => call('DELETE', `/api/account/sessions/${id}`),
		onSettled: again,
	})
	return (
		<Card title="Sessions" actions={<Button onClick={() => setEverywhere(true)}>Sign out everywhere</Button>}>
			<p className="quiet small">
				Of a session we know when it began and the day it was last used; not from where, nor in which browser.
			</p>
			{ending.error && <Refusal error={ending.error} />}
			<ul className="security-list">
				{sessions.map(({ id, current, created_at: begun, last_used_at: used }) => (
					<li key={id}>
						<span className="security-what">
							<strong>
								Since {momentOf(begun, new Date())} {current && <Tag>this one</Tag>}
							</strong>
							<span className="quiet small">last used {dayOf(used)}</span>
						</span>
						{!current && (
							<Button
								kind="quiet"
								icon="signOut"
								busy={ending.isPending && ending.variables === id}
								onClick={() => ending.mutate(id)}
							>
								Sign out<span className="unseen"> the session since {momentOf(begun, new Date())}</span>
							</Button>
						)}
					</li>
				))}
			</ul>
			{everywhere && <Everywhere onClose={() => setEverywhere(false)} />}
		</Card>
	)
}

function Everywhere({ onClose }: { onClose: () => void }) {
	const [, navigate] = useLocation()
	const again = useSecurityAgain()
	const signOut = useSignOut()
	const ending = useMutation({
		mutationFn: (which: 'all' | 'others') => call('POST', '/api/account/sessions/end', { which }),
		onSuccess: async (_, which) => {
			if (which === 'others') {
				await again()
				onClose()
				return
			}
			await signOut()
			navigate('/')
		},
	})
	const busy = (which: 'all' | 'others') => ending.isPending && ending.variables === which
	return (
		<Dialog title="Sign out everywhere?" open onClose={onClose}>
			<p>Browsers that are signed in have to sign in again. API keys go on working.</p>
			{ending.error && <Refusal error={ending.error} />}
			<div className="actions">
				<Button kind="danger" busy={busy('all')} onClick={() => ending.mutate('all')}>
					Everywhere, here too
				</Button>
				<Button busy={busy('others')} onClick={() => ending.mutate('others')}>
					Everywhere else
				</Button>
				<Button kind="quiet" onClick={onClose}>
					Stay signed in
				</Button>
			</div>
		</Dialog>
	)
}
