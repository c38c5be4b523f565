import { useState } from 'preact/hooks'
import { call } from '../api.ts'
import { fieldErrors } from '../explain.ts'
import { useMutation } from '../mutation.ts'
import { check } from '../pages/account.ts'
import { type User, useAskAgain } from '../session.ts'
import { useTitle } from '../title.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Refusal } from './refusal.tsx'

/** Name and address of the account: all that it knows of its owner. */
export function Profile({ user }: { user: User | null }) {
	useTitle('Profile')
	return (
		<Sheet title="Profile" intro="Your name and your e-mail address are all that an account asks of you.">
			{user ? (
				<>
					<Name key={user.name} name={user.name} />
					<Address key={user.email} email={user.email} />
				</>
			) : (
				<Skeleton lines={4} />
			)}
		</Sheet>
	)
}

function Name({ name }: { name: string }) {
	const askAgain = useAskAgain()
	const [value, setValue] = useState(name)
	const saving = useMutation({
		mutationFn: () => call('PUT', '/api/account/profile', { name: value.trim() }),
		onSuccess: askAgain,
	})
	const problem = value.trim() === '' ? 'Enter your name.' : fieldErrors(saving.error).name
	const shown = saving.isError || value.trim() === '' ? problem : undefined
	return (
		<Card title="Name">
			<Form onSubmit={() => value.trim() !== '' && saving.mutate()} problems={shown ? { name: shown } : {}}>
				<Field
					label="Full name"
					name="name"
					autocomplete="name"
					hint="Colleagues and our support see it."
					maxLength={200}
					value={value}
					error={shown}
					onInput={(event) => setValue(event.currentTarget.value)}
				/>
				{saving.error && !problem && <Refusal error={saving.error} />}
				<div className="actions">
					<Button kind="primary" type="submit" busy={saving.isPending}>
						Save the name
					</Button>
				</div>
			</Form>
		</Card>
	)
}

function Address({ email }: { email: string }) {
	const [value, setValue] = useState('')
	const [missing, setMissing] = useState<string | undefined>()
	const changing = useMutation({
		mutationFn: () => call('POST', '/api/account/email', { email: value.trim() }),
	})
	const problem = missing ?? fieldErrors(changing.error).email
	const submit = () => {
		const { email: found } = check({ email: value, password: 'of no matter' })
		setMissing(found)
		if (!found) changing.mutate()
	}
	return (
		<Card title="E-mail address">
			<p>
				You sign in with <strong>{email}</strong>. A change has to be confirmed in both mailboxes, this one
				first.
			</p>
			<Form onSubmit={submit} problems={problem ? { email: problem } : {}}>
				<Field
					label="New address"
					type="email"
					name="email"
					autocomplete="email"
					value={value}
					error={problem}
					onInput={(event) => setValue(event.currentTarget.value)}
				/>
				{changing.error && !problem && <Refusal error={changing.error} />}
				{changing.isSuccess && (
					<Notice kind="good">A letter is on its way to {email}. Open its link to go on.</Notice>
				)}
				<div className="actions">
					<Button kind="primary" type="submit" busy={changing.isPending}>
						Change the address
					</Button>
				</div>
			</Form>
		</Card>
	)
}
