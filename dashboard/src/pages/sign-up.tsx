import { useMutation } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { ApiError, call } from '../api.ts'
import { explain, fieldErrors } from '../explain.ts'
import { useSignIn } from '../session.ts'
import { useTitle } from '../title.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { type AccountFields, check, PASSWORD } from './account.ts'
import { Gate } from './gate.tsx'

/** Creates an account and signs in with it. */
export function SignUp() {
	useTitle('Create an account')
	const [fields, setFields] = useState({ name: '', email: '', password: '' })
	const [missing, setMissing] = useState<Record<string, string>>({})
	const signIn = useSignIn()
	const signUp = useMutation({
		mutationFn: async ({ name, email, password }: Required<AccountFields>) => {
			await call('POST', '/api/auth/sign-up/email', { name, email, password })
			await signIn({ email, password })
		},
	})
	const problems = { ...missing, ...fieldErrors(signUp.error) }
	const input = (name: keyof typeof fields) => ({
		name,
		value: fields[name],
		error: problems[name],
		onInput: (event: { currentTarget: HTMLInputElement }) =>
			setFields({ ...fields, [name]: event.currentTarget.value }),
	})
	const submit = () => {
		const found = check(fields)
		setMissing(found)
		if (Object.keys(found).length > 0) return
		signUp.mutate({ ...fields, name: fields.name.trim(), email: fields.email.trim() })
	}
	return (
		<Gate title="Create an account" intro="It holds your sites. Their visitors never need one.">
			<Card>
				<Form onSubmit={submit} problems={problems}>
					{signUp.error && Object.keys(problems).length === 0 && (
						<Notice kind="error">{refused(signUp.error)}</Notice>
					)}
					<Field label="Name" autocomplete="name" {...input('name')} />
					<Field label="E-mail" type="email" autocomplete="username" {...input('email')} />
					<Field
						label="Password"
						type="password"
						hint={`At least ${PASSWORD.min} characters of any kind. Three or four unrelated words are easy to keep and hard to guess.`}
						autocomplete="new-password"
						{...input('password')}
					/>
					<Button kind="primary" type="submit" busy={signUp.isPending}>
						Create account
					</Button>
				</Form>
			</Card>
			<p className="quiet">
				Already have one?{' '}
				<Link href="/sign-in" state={history.state}>
					Sign in
				</Link>
			</p>
		</Gate>
	)
}

/** Signing up answers the same for every address; signing in afterwards shows that the account was there before. */
const refused = (error: Error) =>
	error instanceof ApiError && error.status === 401
		? 'This address cannot be used with this password. If you have an account already, sign in instead.'
		: explain(error)
