import { useState } from 'preact/hooks'
import { call } from '../api.ts'
import { dayOf } from '../instants.ts'
import { useMutation } from '../mutation.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Empty } from '../ui/empty.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { makePasskey } from './passkey.ts'
import { Refusal } from './refusal.tsx'
import { type Security, useSecurityAgain } from './security.tsx'

type Passkey = Security['passkeys'][number]

/** The account's passkeys: a new one, other names, and the end of one. */
export function Passkeys({ passkeys }: { passkeys: Passkey[] }) {
	const again = useSecurityAgain()
	const [name, setName] = useState('')
	const [naming, setNaming] = useState<Passkey | null>(null)
	const [ending, setEnding] = useState<Passkey | null>(null)
	const adding = useMutation({
		mutationFn: () => makePasskey(name.trim() || 'Passkey'),
		onSuccess: () => {
			setName('')
			return again()
		},
	})
	return (
		<Card title="Passkeys">
			<p className="quiet small">
				A passkey signs you in with your device’s fingerprint, face or PIN, without a password and without a
				second factor.
			</p>
			{passkeys.length === 0 ? (
				<Empty title="No passkey yet" />
			) : (
				<ul className="security-list">
					{passkeys.map((one) => (
						<li key={one.id}>
							<span className="security-what">
								<strong>{one.name}</strong>
								<span className="quiet small">
									added {dayOf(one.created_at)} ·{' '}
									{one.last_used_at ? `last used ${dayOf(one.last_used_at)}` : 'never used'}
								</span>
							</span>
							<Button kind="quiet" onClick={() => setNaming(one)}>
								Rename<span className="unseen"> {one.name}</span>
							</Button>
							<Button kind="quiet" icon="trash" onClick={() => setEnding(one)}>
								Remove<span className="unseen"> {one.name}</span>
							</Button>
						</li>
					))}
				</ul>
			)}
			<Form onSubmit={() => adding.mutate()}>
				<Field
					label="Name of the new passkey"
					placeholder="Laptop"
					maxLength={100}
					autocomplete="off"
					value={name}
					onInput={(event) => setName(event.currentTarget.value)}
				/>
				{adding.error && <Refusal error={adding.error} />}
				<div className="actions">
					<Button kind="primary" icon="key" type="submit" busy={adding.isPending}>
						Add a passkey
					</Button>
				</div>
			</Form>
			{naming && <Rename key={naming.id} of={naming} onClose={() => setNaming(null)} />}
			{ending && <Remove key={ending.id} of={ending} onClose={() => setEnding(null)} />}
		</Card>
	)
}

function Rename({ of, onClose }: { of: Passkey; onClose: () => void }) {
	const again = useSecurityAgain()
	const [name, setName] = useState(of.name)
	const saving = useMutation({
		mutationFn: () => call('PUT', `/api/account/passkeys/${of.id}`, { name: name.trim() }),
		onSuccess: async () => {
			await again()
			onClose()
		},
	})
	return (
		<Dialog title={`Rename “${of.name}”`} open onClose={onClose}>
			<Form onSubmit={() => name.trim() !== '' && saving.mutate()}>
				<Field
					label="Name"
					maxLength={100}
					autocomplete="off"
					value={name}
					error={name.trim() === '' ? 'Give it a name.' : undefined}
					onInput={(event) => setName(event.currentTarget.value)}
				/>
				{saving.error && <Refusal error={saving.error} />}
				<div className="actions">
					<Button kind="primary" type="submit" busy={saving.isPending}>
						Save
					</Button>
				</div>
			</Form>
		</Dialog>
	)
}

function Remove({ of, onClose }: { of: Passkey; onClose: () => void }) {
	const again = useSecurityAgain()
	const removing = useMutation({
		mutationFn: () => call('DELETE', `/api/account/passkeys/${of.id}`),
		onSuccess: async () => {
			await again()
			onClose()
		},
	})
	return (
		<Confirm
			title={`Remove “${of.name}”?`}
			confirm="Remove passkey"
			keep="Keep it"
			doing={removing}
			onConfirm={() => removing.mutate()}
			onClose={onClose}
			problem={<Refusal error={removing.error} />}
		>
			<p>It does not sign you in any more. The device may go on listing it: delete it there too.</p>
		</Confirm>
	)
}
