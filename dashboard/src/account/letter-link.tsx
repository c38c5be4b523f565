import { useEffect, useState } from 'preact/hooks'
import { Link, useLocation } from 'wouter-preact'
import { ApiError, call } from '../api.ts'
import { explain, fieldErrors } from '../explain.ts'
import { useMutation } from '../mutation.ts'
import { check, PASSWORD } from '../pages/account.ts'
import { Gate } from '../pages/gate.tsx'
import { type Entry, useArrive, useAskAgain, useEnter } from '../session.ts'
import { useTitle } from '../title.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { SecondFactor } from './second-factor.tsx'

/**
 * The pages that links in letters lead to. The token is in the fragment, and used only when the button is pressed:
 * programs that open links to look at them use up none.
 */
const TEXT = {
	'/confirm': {
		title: 'Confirm your address',
		intro: 'One more step, so that nobody uses an address that is not theirs.',
		button: 'Confirm the address',
		path: '/api/auth/confirm',
	},
	'/sign-in-link': {
		title: 'Sign in by link',
		intro: 'The link works once.',
		button: 'Sign in',
		path: '/api/auth/link',
	},
} as const

/** What a confirmation brought about that signs nobody in. */
const DONE = {
	asked: 'Now a letter goes to the new address. The account moves there once its link is followed.',
	changed: 'Your account has its new address.',
} as const

export function LetterLink({ path }: { path: string }) {
	const [token, setToken] = useState(() => location.hash.slice(1))
	useEffect(() => {
		// Another letter's link, opened where this one is: for the browser that is the same page.
		const onHash = () => setToken(location.hash.slice(1))
		addEventListener('hashchange', onHash)
		return () => removeEventListener('hashchange', onHash)
	}, [])
	if (path === '/new-password') return <NewPassword key={token} token={token} />
	return <Use key={token} what={path === '/confirm' ? '/confirm' : '/sign-in-link'} token={token} />
}

function Use({ what, token }: { what: keyof typeof TEXT; token: string }) {
	const { title, intro, button, path } = TEXT[what]
	useTitle(title)
	const [, navigate] = useLocation()
	const enter = useEnter()
	const arrive = useArrive()
	const askAgain = useAskAgain()
	const home = () => navigate('/', { replace: true })
	const using = useMutation({
		mutationFn: async (): Promise<Entry | keyof typeof DONE> => {
			if (what === '/sign-in-link') return enter(path, { token })
			const { outcome } = await call<{ outcome: 'in' | keyof typeof DONE }>('POST', path, { token })
			if (outcome === 'in') await arrive()
			return outcome
		},
		onSuccess: (outcome) => (outcome === 'in' ? home() : outcome === 'changed' && askAgain()),
	})
	if (using.data === 'second factor') {
		return (
			<Gate title="Second factor" intro="Your account asks for it after every sign-in without a passkey.">
				<SecondFactor onIn={home} onBack={() => navigate('/sign-in')} />
			</Gate>
		)
	}
	if (using.data && using.data !== 'in') {
		return (
			<Gate title="Confirmed" intro={DONE[using.data]}>
				<ButtonLink kind="primary" href="/account/profile">
					Go on
				</ButtonLink>
			</Gate>
		)
	}
	return (
		<Gate title={title} intro={intro}>
			{using.error ? (
				<Stale error={using.error} />
			) : (
				<Button kind="primary" busy={using.isPending} onClick={() => using.mutate()}>
					{button}
				</Button>
			)}
		</Gate>
	)
}

function NewPassword({ token }: { token: string }) {
	useTitle('Choose a new password')
	const [password, setPassword] = useState('')
	const [missing, setMissing] = useState<string | undefined>()
	const choosing = useMutation({
		mutationFn: () => call('POST', '/api/auth/reset/confirm', { token, password }),
	})
	const problem = missing ?? fieldErrors(choosing.error).password
	const submit = () => {
		const { password: found } = check({ name: 'of no matter', email: 'a@b.example', password })
		setMissing(found)
		if (!found) choosing.mutate()
	}
	if (choosing.isSuccess) {
		return (
			<Gate title="Your password is changed" intro="You are signed out everywhere. Sign in with the new one.">
				<ButtonLink kind="primary" href="/sign-in">
					Sign in
				</ButtonLink>
			</Gate>
		)
	}
	return (
		<Gate title="Choose a new password">
			{choosing.error && !problem ? (
				<Stale error={choosing.error} />
			) : (
				<Card>
					<Form onSubmit={submit} problems={problem ? { password: problem } : {}}>
						<Field
							label="New password"
							type="password"
							name="password"
							hint={`At least ${PASSWORD.min} characters of any kind.`}
							autocomplete="new-password"
							value={password}
							error={problem}
							onInput={(event) => setPassword(event.currentTarget.value)}
						/>
						<Button kind="primary" type="submit" busy={choosing.isPending}>
							Change the password
						</Button>
					</Form>
				</Card>
			)}
		</Gate>
	)
}

function Stale({ error }: { error: Error }) {
	return (
		<>
			<Notice kind="error">{isStale(error) ? STALE : explain(error)}</Notice>
			<p className="quiet">
				<Link href="/sign-in">Sign in</Link> to have a new letter sent, or{' '}
				<Link href="/forgot">choose a new password</Link>.
			</p>
		</>
	)
}

const STALE = 'This link was used before or has expired.'
const isStale = (error: Error) => error instanceof ApiError && error.field === 'token'
