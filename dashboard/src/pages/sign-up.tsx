import { useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { call } from '../api.ts'
import { explain, fieldErrors } from '../explain.ts'
import { useMutation } from '../mutation.ts'
import { useTitle } from '../title.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { later } from '../ui/later.tsx'
import { Notice } from '../ui/notice.tsx'
import { check, PASSWORD } from './account.ts'
import { Gate } from './gate.tsx'

const Challenge = later(() => import('../account/challenge.tsx').then((part) => part.Challenge), true)

/** Creates an account, which opens once the letter's link is followed. */
export function SignUp() {
	useTitle('Create an account')
	const [fields, setFields] = useState({ name: '', email: '', password: '' })
	const [challenge, setChallenge] = useState<string | undefined>()
	const [missing, setMissing] = useState<Record<string, string>>({})
	const email = fields.email.trim()
	const signUp = useMutation({
		mutationFn: (way: 'password' | 'link') => {
			const common = { name: fields.name.trim(), email, challenge }
			return way === 'password'
				? call('POST', '/api/auth/sign-up/email', { ...common, password: fields.password })
				: call('POST', '/api/auth/sign-up/link', common)
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
	const go = (way: 'password' | 'link') => {
		const { password, ...found } = check(fields)
		if (way === 'password' && password) found.password = password
		setMissing(found)
		if (Object.keys(found).length === 0) signUp.mutate(way)
	}
	if (signUp.isSuccess) {
		return (
			<Gate title="Look into your mailbox">
				<Card>
					<p>
						A letter is on its way to <strong>{email}</strong>. Open its link to confirm that the address is
						yours; then you are signed in.
					</p>
					<p className="quiet small">
						Nothing there after some minutes? Look into the folder for unwanted mail, or{' '}
						<Link href="/sign-up" onClick={() => signUp.reset()}>
							try again
						</Link>
						.
					</p>
				</Card>
			</Gate>
		)
	}
	return (
		<Gate title="Create an account" intro="It holds your sites. Their visitors never need one.">
			<Card>
				<Form onSubmit={() => go('password')} problems={problems}>
					{signUp.error && !(problems.name || problems.email || problems.password) && (
						<Notice kind="error">{explain(signUp.error)}</Notice>
					)}
					<Field label="Full name" autocomplete="name" {...input('name')} />
					<Field label="E-mail" type="email" autocomplete="username" {...input('email')} />
					<Field
						label="Password"
						type="password"
						hint={`At least ${PASSWORD.min} characters of any kind. Three or four unrelated words are easy to keep and hard to guess.`}
						autocomplete="new-password"
						{...input('password')}
					/>
					<Challenge key={signUp.submittedAt} onAnswer={setChallenge} />
					<Button kind="primary" type="submit" busy={signUp.isPending && signUp.variables === 'password'}>
						Create account
					</Button>
					<Button busy={signUp.isPending && signUp.variables === 'link'} onClick={() => go('link')}>
						Create it without a password
					</Button>
				</Form>
			</Card>
			<p className="quiet small">
				What holds for an account: the <a href="/legal/terms">terms</a> and the{' '}
				<a href="/legal/privacy">privacy policy</a>.
			</p>
			<p className="quiet">
				Already have one?{' '}
				<Link href="/sign-in" state={history.state}>
					Sign in
				</Link>
			</p>
		</Gate>
	)
}
