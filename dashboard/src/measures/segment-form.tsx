import { useState } from 'preact/hooks'
import { explain, fieldErrors } from '../explain.ts'
import { Button } from '../ui/button.tsx'
import { Check } from '../ui/check.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { type Segment, useSave } from './measures.ts'

interface SegmentFormProps {
	domain: string
	/** One that is there, or the filters of a new one. */
	segment: Segment | { filters: unknown[] }
	onDone: () => void
}

/** Name and audience of a segment; its filters are those of the overview. */
export function SegmentForm({ domain, segment, onDone }: SegmentFormProps) {
	const before = 'id' in segment ? segment : null
	const [name, setName] = useState(before?.name ?? '')
	const [shared, setShared] = useState(before?.shared ?? false)
	const [missing, setMissing] = useState(false)
	const saving = useSave(domain, 'segments', onDone)
	const problem = missing && name.trim() === '' ? 'Give it a name.' : fieldErrors(saving.error).name
	const submit = () => {
		setMissing(true)
		const body = { name: name.trim(), shared, filters: segment.filters }
		if (body.name !== '') saving.mutate({ id: before?.id ?? null, body })
	}
	return (
		<Form onSubmit={submit} problems={problem ? { name: problem } : {}}>
			<Field
				label="Name"
				maxLength={120}
				autocomplete="off"
				value={name}
				error={problem}
				onInput={(event) => setName(event.currentTarget.value)}
			/>
			<Check
				label="Shared"
				hint="Everybody who may read the site sees it."
				checked={shared}
				onChange={setShared}
			/>
			{saving.error && !problem && <Notice kind="error">{explain(saving.error)}</Notice>}
			<div className="actions">
				<Button kind="primary" type="submit" busy={saving.isPending}>
					Save segment
				</Button>
				<Button kind="quiet" onClick={onDone}>
					Cancel
				</Button>
			</div>
		</Form>
	)
}
