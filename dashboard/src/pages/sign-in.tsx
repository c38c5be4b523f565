import { useState } from 'preact/hooks'
import { Link, useLocation } from 'wouter-preact'
import { ApiError, call } from '../api.ts'
import { explain, fieldErrors } from '../explain.ts'
import { useMutation } from '../mutation.ts'
import { type Entry, useEnter } from '../session.ts'
import { useTitle } from '../title.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { later } from '../ui/later.tsx'
import { Notice } from '../ui/notice.tsx'
import { check } from './account.ts'
import { Gate } from './gate.tsx'

const SecondFactor = later(() => import('../account/second-factor.tsx').then((part) => part.SecondFactor))
const Challenge = later(() => import('../account/challenge.tsx').then((part) => part.Challenge), true)

/** By what somebody wants to sign in. */
type Way = 'password' | 'passkey' | 'link'

/** Stands in for every page while nobody is signed in; the address stays, and shows its page afterwards. */
export function SignIn({ ended }: { ended: boolean }) {
	useTitle('Sign in')
	const [path] = useLocation()
	const [email, setEmail] = useState('')
	const [password, setPassword] = useState('')
	const [challenge, setChallenge] = useState<string | undefined>()
	const [missing, setMissing] = useState<Record<string, string>>({})
	const enter = useEnter()
	const signIn = useMutation({
		mutationFn: async (way: Way): Promise<Entry | 'sent'> => {
			if (way === 'password')
				return enter('/api/auth/sign-in/email', { email: email.trim(), password, challenge })
			if (way === 'passkey') {
				const { answerPasskey } = await import('../account/passkey.ts')
				return enter('/api/auth/sign-in/passkey', { response: await answerPasskey() })
			}
			await call('POST', '/api/auth/sign-in/link', { email: email.trim(), challenge })
			return 'sent'
		},
	})
	const problems = { ...missing, ...fieldErrors(signIn.error) }
	const go = (way: Way) => {
		const { email: noEmail, password: noPassword } = check({ email, password })
		const found: Record<string, string> = {}
		if (way !== 'passkey' && noEmail) found.email = noEmail
		if (way === 'password' && noPassword) found.password = noPassword
		setMissing(found)
		if (Object.keys(found).length === 0) signIn.mutate(way)
	}
	if (signIn.data === 'second factor') {
		return (
			<Gate title="Second factor" intro="Your account asks for it after every sign-in without a passkey.">
				<SecondFactor onIn={signIn.reset} onBack={signIn.reset} />
			</Gate>
		)
	}
	const busy = (way: Way) => signIn.isPending && signIn.variables === way
	return (
		<Gate
			title="Sign in"
			intro={ended ? 'Your session has ended. Sign in again to go on where you were.' : undefined}
		>
			<Card>
				<Form onSubmit={() => go('password')} problems={problems}>
					{signIn.error && !(problems.email || problems.password) && (
						<Notice kind="error">{wrong(signIn.error)}</Notice>
					)}
					{signIn.data === 'sent' && (
						<Notice kind="good">A letter is on its way to {email.trim()}. Its link signs you in.</Notice>
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
					<Challenge key={signIn.submittedAt} onAnswer={setChallenge} />
					<Button kind="primary" type="submit" busy={busy('password')}>
						Sign in
					</Button>
					<div className="gate-ways">
						<Button icon="key" busy={busy('passkey')} onClick={() => go('passkey')}>
							Use a passkey
						</Button>
						<Button icon="link" busy={busy('link')} onClick={() => go('link')}>
							Send me a link
						</Button>
					</div>
				</Form>
			</Card>
			<p className="quiet">
				<Link href="/forgot">Forgot your password?</Link>
			</p>
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
function wrong(error: Error): string {
	if (error instanceof ApiError && error.code === 'EMAIL_NOT_VERIFIED')
		return 'This address is not confirmed yet. We have sent the letter again: open its link.'
	return error instanceof ApiError && error.status === 401
		? 'The e-mail address or the password is wrong.'
		: explain(error)
}
