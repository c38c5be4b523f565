import { useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { call } from '../api.ts'
import { explain, fieldErrors } from '../explain.ts'
import { useMutation } from '../mutation.ts'
import { check } from '../pages/account.ts'
import { Gate } from '../pages/gate.tsx'
import { useTitle } from '../title.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Challenge } from './challenge.tsx'

/** Has a letter sent with a link to choose a new password by. */
export function Forgot() {
	useTitle('Forgotten password')
	const [email, setEmail] = useState('')
	const [challenge, setChallenge] = useState<string | undefined>()
	const [missing, setMissing] = useState<string | undefined>()
	const asking = useMutation({
		mutationFn: () => call('POST', '/api/auth/reset', { email: email.trim(), challenge }),
	})
	const problem = missing ?? fieldErrors(asking.error).email
	const submit = () => {
		const { email: found } = check({ email, password: 'of no matter' })
		setMissing(found)
		if (!found) asking.mutate()
	}
	return (
		<Gate title="Forgotten password" intro="A letter brings you a link to choose a new one.">
			<Card>
				<Form onSubmit={submit} problems={problem ? { email: problem } : {}}>
					{asking.error && !problem && <Notice kind="error">{explain(asking.error)}</Notice>}
					{asking.isSuccess && (
						<Notice kind="good">
							A letter is on its way to {email.trim()}. The link in it works for an hour.
						</Notice>
					)}
					<Field
						label="E-mail"
						type="email"
						name="email"
						autocomplete="username"
						value={email}
						error={problem}
						onInput={(event) => setEmail(event.currentTarget.value)}
					/>
					<Challenge key={asking.submittedAt} onAnswer={setChallenge} />
					<Button kind="primary" type="submit" busy={asking.isPending}>
						Send the letter
					</Button>
				</Form>
			</Card>
			<p className="quiet">
				<Link href="/sign-in">Back to signing in</Link>
			</p>
		</Gate>
	)
}
