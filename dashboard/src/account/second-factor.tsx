import { useState } from 'preact/hooks'
import { ApiError } from '../api.ts'
import { explain } from '../explain.ts'
import { useMutation } from '../mutation.ts'
import { useEnter } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'

/** Asks for the second factor after the first: a code of the app, or one of the recovery codes. */
export function SecondFactor({ onIn, onBack }: { onIn: () => void; onBack: () => void }) {
	const [kind, setKind] = useState<'app' | 'recovery'>('app')
	const [code, setCode] = useState('')
	const [missing, setMissing] = useState<string | undefined>()
	const enter = useEnter()
	const proving = useMutation({
		mutationFn: () => enter('/api/auth/sign-in/second-factor', { code: code.trim(), kind }),
		onSuccess: onIn,
	})
	const submit = () => {
		setMissing(code.trim() === '' ? 'Enter the code.' : undefined)
		if (code.trim() !== '') proving.mutate()
	}
	const late =
		proving.error instanceof ApiError && LATE.has(proving.error.code ?? '') ? 'Sign in again' : 'Back'
	return (
		<Card>
			<Form onSubmit={submit} problems={missing ? { code: missing } : {}}>
				{proving.error && <Notice kind="error">{wrong(proving.error)}</Notice>}
				<Field
					key={kind}
					label={kind === 'app' ? 'Code of your authenticator app' : 'Recovery code'}
					hint={kind === 'app' ? 'Six digits, new every half minute.' : 'Each works once.'}
					name="code"
					inputMode={kind === 'app' ? 'numeric' : 'text'}
					autocomplete="one-time-code"
					spellcheck={false}
					value={code}
					error={missing}
					autoFocus
					onInput={(event) => setCode(event.currentTarget.value)}
				/>
				<Button kind="primary" type="submit" busy={proving.isPending}>
					Go on
				</Button>
				<div className="actions">
					<Button
						kind="quiet"
						onClick={() => {
							setKind(kind === 'app' ? 'recovery' : 'app')
							setCode('')
							proving.reset()
						}}
					>
						{kind === 'app' ? 'Use a recovery code' : 'Use the app'}
					</Button>
					<Button kind="quiet" onClick={onBack}>
						{late}
					</Button>
				</div>
			</Form>
		</Card>
	)
}

const LATE = new Set(['INVALID_TWO_FACTOR_COOKIE', 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE'])

function wrong(error: Error): string {
	if (!(error instanceof ApiError)) return explain(error)
	if (LATE.has(error.code ?? ''))
		return 'This sign-in took too long, or too many codes were wrong. Begin again.'
	return error.status === 401 ? 'This code is not right, or not any more.' : explain(error)
}
