import { useEffect, useState } from 'preact/hooks'
import { explain } from '../../explain.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Check, Choice } from '../../ui/check.tsx'
import { Form } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { Confirm } from './confirm.tsx'
import { type Incident, useAct } from './incident.ts'

/** Whether people are told, how it is shown, and the end of an incident of which they are not. */
export function Decision({ of }: { of: Incident }) {
	const [decision, setDecision] = useState(of.decision)
	const [reasons, setReasons] = useState(of.reasons)
	const [banner, setBanner] = useState(of.banner)
	const [published, setPublished] = useState(of.published)
	const [closing, setClosing] = useState(false)
	// Sending publishes it: the form follows.
	useEffect(() => setPublished(of.published), [of.published])
	const saving = useAct(of.id, 'PUT', '', () => {
		return { revision: of.revision, decision, reasons, banner, published }
	})
	return (
		<Card title="Decision">
			<Form onSubmit={() => saving.mutate()}>
				<Choice
					legend="Are people told?"
					value={decision}
					options={[
						{ value: 'open', label: 'Not decided yet' },
						{ value: 'notify', label: 'They are told' },
						{ value: 'not', label: 'They are not told', hint: 'Write down why: the register keeps it.' },
					]}
					onChange={setDecision}
				/>
				<TextArea label="Reasons" rows={3} maxLength={5000} value={reasons} onInput={setReasons} />
				<Choice
					legend="Banner in the dashboard"
					value={banner}
					options={[
						{ value: 'affected', label: 'For those it concerns' },
						{ value: 'everyone', label: 'For everybody' },
						{ value: 'nobody', label: 'For nobody' },
					]}
					onChange={setBanner}
				/>
				<Check
					label="On the public page"
					hint="It is put there when the first notice is confirmed; nothing is shown before."
					checked={published}
					onChange={setPublished}
				/>
				{saving.error && <Notice kind="error">{explain(saving.error)}</Notice>}
				<div className="actions">
					<Button kind="primary" type="submit" busy={saving.isPending}>
						Save decision
					</Button>
					{of.decision === 'not' && of.version === 0 && (
						<Button onClick={() => setClosing(true)}>Close without telling</Button>
					)}
				</div>
			</Form>
			{closing && <Confirm of={of} how="close" onClose={() => setClosing(false)} />}
		</Card>
	)
}
