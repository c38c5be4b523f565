import { useState } from 'preact/hooks'
import { encode } from 'uqr'
import { call } from '../api.ts'
import { fieldErrors } from '../explain.ts'
import { useMutation } from '../mutation.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Code } from '../ui/code.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Tag } from '../ui/tag.tsx'
import { Refusal } from './refusal.tsx'
import { useSecurityAgain } from './security.tsx'

interface Begun {
	/** For the app: `otpauth://totp/…`. */
	uri: string
	recovery_codes: string[]
}

/** Codes of an authenticator app, and the recovery codes for the day the app is lost. */
export function Factor({ on, password }: { on: boolean; password: boolean }) {
	const again = useSecurityAgain()
	const [begun, setBegun] = useState<Begun | null>(null)
	const [codes, setCodes] = useState<string[] | null>(null)
	const [doing, setDoing] = useState<'on' | 'off' | 'codes' | null>(null)
	const done = () => setDoing(null)
	return (
		<Card title={<>Second factor {on && <Tag>on</Tag>}</>}>
			<p className="quiet small">
				Besides your password or link, signing in asks for a code that an app on your phone shows. Whoever
				finds out your password, or gets into your mailbox, does not get in.
			</p>
			{codes && <Codes codes={codes} />}
			{begun ? (
				<Scan
					begun={begun}
					onDone={() => {
						setCodes(begun.recovery_codes)
						setBegun(null)
						return again()
					}}
				/>
			) : doing ? (
				<Prove
					what={doing}
					password={password}
					onCancel={done}
					onDone={async (answer) => {
						done()
						if (doing === 'on') setBegun(answer)
						else setCodes(doing === 'codes' ? answer.recovery_codes : null)
						await again()
					}}
				/>
			) : (
				<div className="actions">
					{!on && (
						<Button kind="primary" onClick={() => setDoing('on')}>
							Set up
						</Button>
					)}
					{on && <Button onClick={() => setDoing('codes')}>New recovery codes</Button>}
					{on && <Button onClick={() => setDoing('off')}>Turn off</Button>}
				</div>
			)}
		</Card>
	)
}

const STEPS = {
	on: { path: '/api/account/second-factor', button: 'Go on', says: 'To set up the second factor' },
	off: { path: '/api/account/second-factor/off', button: 'Turn off', says: 'To turn the second factor off' },
	codes: {
		path: '/api/account/second-factor/codes',
		button: 'Make new codes',
		says: 'To void the recovery codes and get new ones',
	},
} as const

/** Asks for the password again where there is one; who has none has to have signed in just now. */
function Prove({
	what,
	password: has,
	onDone,
	onCancel,
}: {
	what: keyof typeof STEPS
	password: boolean
	onDone: (answer: Begun) => void
	onCancel: () => void
}) {
	const [password, setPassword] = useState('')
	const { path, button, says } = STEPS[what]
	const proving = useMutation({
		mutationFn: () => call<Begun>('POST', path, has ? { password } : {}),
		onSuccess: onDone,
	})
	const problem = fieldErrors(proving.error).password
	return (
		<Form onSubmit={() => proving.mutate()} problems={problem ? { password: problem } : {}}>
			{has ? (
				<Field
					label="Your password"
					hint={`${says}, enter it again.`}
					type="password"
					name="password"
					autocomplete="current-password"
					autoFocus
					value={password}
					error={problem}
					onInput={(event) => setPassword(event.currentTarget.value)}
				/>
			) : (
				<p>{says}, go on.</p>
			)}
			{proving.error && !problem && <Refusal error={proving.error} />}
			<div className="actions">
				<Button kind={what === 'off' ? 'danger' : 'primary'} type="submit" busy={proving.isPending}>
					{button}
				</Button>
				<Button kind="quiet" onClick={onCancel}>
					Cancel
				</Button>
			</div>
		</Form>
	)
}

function Scan({ begun, onDone }: { begun: Begun; onDone: () => Promise<void> }) {
	const [code, setCode] = useState('')
	const confirming = useMutation({
		mutationFn: () => call('POST', '/api/account/second-factor/confirm', { code: code.trim() }),
		onSuccess: onDone,
	})
	const problem = fieldErrors(confirming.error).code
	return (
		<div className="factor-steps">
			<Qr text={begun.uri} />
			<div>
				<p>Scan this with an authenticator app, or enter the key there by hand.</p>
				<Code label="Key" text={new URL(begun.uri).searchParams.get('secret') ?? ''} />
				<Form onSubmit={() => confirming.mutate()} problems={problem ? { code: problem } : {}}>
					<Field
						label="The code that the app shows"
						name="code"
						inputMode="numeric"
						autocomplete="one-time-code"
						value={code}
						error={problem}
						onInput={(event) => setCode(event.currentTarget.value)}
					/>
					{confirming.error && !problem && <Refusal error={confirming.error} />}
					<div className="actions">
						<Button kind="primary" type="submit" busy={confirming.isPending}>
							Turn on
						</Button>
					</div>
				</Form>
			</div>
		</div>
	)
}

function Codes({ codes }: { codes: string[] }) {
	return (
		<>
			<Notice kind="warning">
				Keep these recovery codes where your phone is not. Each signs you in once when the app is lost. They
				are shown this once.
			</Notice>
			<Code label="Recovery codes" text={codes.join('\n')} />
		</>
	)
}

/** One path of squares: no style and no picture from elsewhere, which the security policy would refuse. */
function Qr({ text }: { text: string }) {
	const { data, size } = encode(text, { border: 0 })
	const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
	return (
		<svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label="QR code of the key">
			<path d={squares.join('')} shape-rendering="crispEdges" />
		</svg>
	)
}
