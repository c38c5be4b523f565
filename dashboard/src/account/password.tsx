import { useState } from 'preact/hooks'
import { call } from '../api.ts'
import { fieldErrors } from '../explain.ts'
import { useMutation } from '../mutation.ts'
import { check, PASSWORD } from '../pages/account.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Refusal } from './refusal.tsx'
import { useSecurityAgain } from './security.tsx'

/** Changes the password; an account without one can have one by letter. */
export function Password({ has, email }: { has: boolean; email: string }) {
	return <Card title="Password">{has ? <Change /> : <First email={email} />}</Card>
}

function Change() {
	const again = useSecurityAgain()
	const [current, setCurrent] = useState('')
	const [password, setPassword] = useState('')
	const [missing, setMissing] = useState<Record<string, string>>({})
	const changing = useMutation({
		mutationFn: () => call('PUT', '/api/account/password', { current, password }),
		onSuccess: () => {
			setCurrent('')
			setPassword('')
			return again()
		},
	})
	const problems: Record<string, string> = { ...missing, ...fieldErrors(changing.error) }
	const submit = () => {
		const found: Record<string, string> = {}
		if (current === '') found.current = 'Enter your present password.'
		const { password: wrong } = check({ name: 'of no matter', email: 'a@b.example', password })
		if (wrong) found.password = wrong
		setMissing(found)
		if (Object.keys(found).length === 0) changing.mutate()
	}
	return (
		<Form onSubmit={submit} problems={problems}>
			<Field
				label="Present password"
				type="password"
				name="current"
				autocomplete="current-password"
				value={current}
				error={problems.current}
				onInput={(event) => setCurrent(event.currentTarget.value)}
			/>
			<Field
				label="New password"
				type="password"
				name="password"
				hint={`At least ${PASSWORD.min} characters of any kind.`}
				autocomplete="new-password"
				value={password}
				error={problems.password}
				onInput={(event) => setPassword(event.currentTarget.value)}
			/>
			{changing.error && Object.keys(problems).length === 0 && <Refusal error={changing.error} />}
			{changing.isSuccess && (
				<Notice kind="good">The password is changed. You are signed out everywhere else.</Notice>
			)}
			<div className="actions">
				<Button kind="primary" type="submit" busy={changing.isPending}>
					Change the password
				</Button>
			</div>
		</Form>
	)
}

function First({ email }: { email: string }) {
	const asking = useMutation({ mutationFn: () => call('POST', '/api/auth/reset', { email }) })
	return (
		<>
			<p>Your account has no password: you sign in by links and passkeys.</p>
			{asking.error && <Refusal error={asking.error} />}
			{asking.isSuccess ? (
				<Notice kind="good">A letter is on its way to {email}.</Notice>
			) : (
				<div className="actions">
					<Button busy={asking.isPending} onClick={() => asking.mutate()}>
						Send me a link to choose one
					</Button>
				</div>
			)}
		</>
	)
}
