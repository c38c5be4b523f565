import { useState } from 'preact/hooks'
import { explain } from '../../explain.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { type Incident, useAct } from './incident.ts'

const HOW = {
	send: { title: 'Send the notice?', label: 'Send it', path: '/notices' },
	end: { title: 'Send the full story and close?', label: 'Send and close', path: '/notices' },
	close: { title: 'Close without telling anybody?', label: 'Close it', path: '/close' },
} as const

/** Asks for the incident's reference, typed. */
export function Confirm({ of, how, onClose }: { of: Incident; how: keyof typeof HOW; onClose: () => void }) {
	const [typed, setTyped] = useState('')
	const [wrong, setWrong] = useState<string | undefined>()
	const { title, label, path } = HOW[how]
	const confirming = useAct(
		of.id,
		'POST',
		path,
		() => ({
			reference: typed.trim(),
			version: of.version + 1,
			revision: of.revision,
			closing: how === 'end',
		}),
		onClose,
	)
	const submit = () => {
		const problem = typed.trim() === of.reference ? undefined : `Type ${of.reference}.`
		setWrong(problem)
		if (!problem) confirming.mutate()
	}
	return (
		<Dialog title={title} open onClose={onClose}>
			<Form onSubmit={submit} problems={wrong ? { typed: wrong } : {}}>
				{how !== 'close' && (
					<p>
						{of.scope.accounts} {of.scope.accounts === 1 ? 'account is' : 'accounts are'} told by mail, and it
						is shown on the public page. It cannot be taken back.
					</p>
				)}
				<Field
					label={`Type ${of.reference} to confirm`}
					autocomplete="off"
					value={typed}
					error={wrong}
					onInput={(event) => setTyped(event.currentTarget.value)}
				/>
				{confirming.error && <Notice kind="error">{explain(confirming.error)}</Notice>}
				<div className="actions">
					<Button kind="danger" type="submit" busy={confirming.isPending}>
						{label}
					</Button>
					<Button kind="quiet" onClick={onClose}>
						Not yet
					</Button>
				</div>
			</Form>
		</Dialog>
	)
}
