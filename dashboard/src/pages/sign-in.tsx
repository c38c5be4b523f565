import { useMutation } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { Link, useLocation } from 'wouter-preact'
import { ApiError } from '../api.ts'
import { explain, fieldErrors } from '../explain.ts'
import { useSignIn } from '../session.ts'
import { useTitle } from '../title.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { check } from './account.ts'
import { Gate } from './gate.tsx'

/** Stands in for every page while nobody is signed in; the address stays, and shows its page afterwards. */
export function SignIn({ ended }: { ended: boolean }) {
	useTitle('Sign in')
	const [path] = useLocation()
	const [email, setEmail] = useState('')
	const [password, setPassword] = useState('')
	const [missing, setMissing] = useState<Record<string, string>>({})
	const signIn = useMutation({ mutationFn: useSignIn() })
	const problems = { ...missing, ...fieldErrors(signIn.error) }
	const submit = () => {
		const found = check({ email, password })
		setMissing(found)
		if (Object.keys(found).length === 0) signIn.mutate({ email: email.trim(), password })
	}
	return (
		<Gate
			title="Sign in"
			intro={ended ? 'Your session has ended. Sign in again to go on where you were.' : undefined}
		>
			<Card>
				<Form onSubmit={submit} problems={problems}>
					{signIn.error && Object.keys(problems).length === 0 && (
						<Notice kind="error">{wrong(signIn.error)}</Notice>
					)}
					<Field
						label="E-mail"
						type="email"
						name="email"
						autocomplete="username"
						value={email}
						error={problems.email}
						onInput={(event) => setEmail(event.currentTarget.value)}
					/>
					<Field
						label="Password"
						type="password"
						name="password"
						autocomplete="current-password"
						value={password}
						error={problems.password}
						onInput={(event) => setPassword(event.currentTarget.value)}
					/>
					<Button kind="primary" type="submit" busy={signIn.isPending}>
						Sign in
					</Button>
				</Form>
			</Card>
			<p className="quiet">
				No account yet?{' '}
				<Link href="/sign-up" state={{ next: path }}>
					Create one
				</Link>
			</p>
		</Gate>
	)
}

/** The server does not tell which of the two is wrong, or whether there is such an account. */
const wrong = (error: Error) =>
	error instanceof ApiError && error.status === 401
		? 'The e-mail address or the password is wrong.'
		: explain(error)
