import { useState } from 'preact/hooks'
import { ApiError } from '../api.ts'
import { explain } from '../explain.ts'
import { Button } from '../ui/button.tsx'
import { Check } from '../ui/check.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Select } from '../ui/select.tsx'
import './funnel-form.css'
import { type Funnel, type Goal, type Step, useMeasures, useSave } from './measures.ts'

const MOST_STEPS = 8
const WINDOWS = [
	{ value: '', label: 'Within one visit' },
	{ value: '60', label: 'Within an hour' },
	{ value: '1440', label: 'Within a day' },
	{ value: '10080', label: 'Within a week' },
	{ value: '43200', label: 'Within 30 days' },
]

/** A step while it is written. */
interface Draft {
	key: number
	kind: 'page' | 'event' | 'goal'
	text: string
}

const draftOf = (step: Step, key: number): Draft => {
	if ('page' in step) return { key, kind: 'page', text: step.page }
	if ('event' in step) return { key, kind: 'event', text: step.event }
	return { key, kind: 'goal', text: String(step.goal) }
}

const stepOf = ({ kind, text }: Draft): Step =>
	kind === 'goal' ? { goal: Number(text) } : kind === 'page' ? { page: text.trim() } : { event: text.trim() }

interface FunnelFormProps {
	domain: string
	/** One that is there; null for a new one. */
	funnel: Funnel | null
	onDone: () => void
}

/** Makes or changes a funnel. */
export function FunnelForm({ domain, funnel, onDone }: FunnelFormProps) {
	const { data: goals = [] } = useMeasures(domain, 'goals')
	const [name, setName] = useState(funnel?.name ?? '')
	const [drafts, setDrafts] = useState(() => (funnel?.steps ?? [{ page: '' }, { page: '' }]).map(draftOf))
	const [strict, setStrict] = useState(funnel?.order === 'strict')
	const [window, setWindow] = useState(String(funnel?.window_minutes ?? ''))
	const [tried, setTried] = useState(false)
	const saving = useSave(domain, 'funnels', onDone)
	const taken = saving.error instanceof ApiError && saving.error.field === 'name'
	const nameProblem =
		tried && name.trim() === '' ? 'Give it a name.' : taken ? 'Another funnel has this name.' : null
	const missing = ({ text }: Draft) => text.trim() === ''
	const windows = WINDOWS.some(({ value }) => value === window)
		? WINDOWS
		: [...WINDOWS, { value: window, label: `Within ${window} minutes` }]
	const change = (key: number, to: Partial<Draft>) =>
		setDrafts(drafts.map((one) => (one.key === key ? { ...one, ...to } : one)))
	const add = () => {
		const key = Math.max(...drafts.map((one) => one.key)) + 1
		setDrafts([...drafts, { key, kind: 'page', text: '' }])
	}
	const submit = () => {
		setTried(true)
		if (name.trim() === '' || drafts.some(missing)) return
		const body = {
			name: name.trim(),
			steps: drafts.map(stepOf),
			order: strict ? 'strict' : 'open',
			window_minutes: window === '' ? null : Number(window),
		}
		saving.mutate({ id: funnel?.id ?? null, body })
	}
	const problems = {
		...(nameProblem ? { name: nameProblem } : {}),
		...(tried && drafts.some(missing) ? { steps: 'missing' } : {}),
	}
	return (
		<Form onSubmit={submit} problems={problems}>
			<Field
				label="Name"
				maxLength={120}
				autocomplete="off"
				value={name}
				error={nameProblem}
				onInput={(event) => setName(event.currentTarget.value)}
			/>
			<ol className="steps">
				{drafts.map((draft, i) => (
					<li key={draft.key}>
						<StepFields
							place={i + 1}
							draft={draft}
							goals={goals}
							error={tried && missing(draft) ? 'Say what the step is.' : null}
							onChange={(to) => change(draft.key, to)}
						/>
						{drafts.length > 2 && (
							<Button
								kind="quiet"
								icon="close"
								aria-label={`Remove step ${i + 1}`}
								onClick={() => setDrafts(drafts.filter((one) => one !== draft))}
							/>
						)}
					</li>
				))}
			</ol>
			{drafts.length < MOST_STEPS && (
				<div className="steps-more">
					<Button icon="add" onClick={add}>
						Add a step
					</Button>
					<span className="quiet small">A * in a path stands for anything.</span>
				</div>
			)}
			<Select label="All steps" value={window} options={windows} onChange={setWindow} />
			<Check
				label="In direct succession"
				hint="No other page and no other event may lie between two steps."
				checked={strict}
				onChange={setStrict}
			/>
			{saving.error && !taken && <Notice kind="error">{explain(saving.error)}</Notice>}
			<div className="actions">
				<Button kind="primary" type="submit" busy={saving.isPending}>
					Save funnel
				</Button>
				<Button kind="quiet" onClick={onDone}>
					Cancel
				</Button>
			</div>
		</Form>
	)
}

interface StepFieldsProps {
	/** From 1. */
	place: number
	draft: Draft
	goals: readonly Goal[]
	error: string | null
	onChange: (to: Partial<Draft>) => void
}

function StepFields({ place, draft, goals, error, onChange }: StepFieldsProps) {
	const kinds = [
		{ value: 'page', label: 'Page' },
		{ value: 'event', label: 'Event' },
		...(goals.length > 0 || draft.kind === 'goal' ? [{ value: 'goal', label: 'Goal' }] : []),
	]
	const choose = (kind: string) => {
		if (kind === 'goal') onChange({ kind, text: String(goals[0]?.id ?? '') })
		if (kind === 'page' || kind === 'event') onChange({ kind, text: '' })
	}
	const known = goals.map(({ id, display_name }) => ({ value: String(id), label: display_name }))
	const gone = { value: draft.text, label: 'A goal that was deleted' }
	return (
		<>
			<Select label={`Step ${place}`} value={draft.kind} options={kinds} onChange={choose} />
			{draft.kind === 'goal' ? (
				<Select
					label={`Goal of step ${place}`}
					hideLabel
					value={draft.text}
					options={known.some(({ value }) => value === draft.text) ? known : [gone, ...known]}
					onChange={(text) => onChange({ text })}
				/>
			) : (
				<Field
					label={draft.kind === 'page' ? `Path of step ${place}` : `Event of step ${place}`}
					placeholder={draft.kind === 'page' ? '/pricing*' : 'Sign up'}
					autocomplete="off"
					maxLength={draft.kind === 'page' ? 500 : 120}
					value={draft.text}
					error={error}
					onInput={(event) => onChange({ text: event.currentTarget.value })}
				/>
			)}
		</>
	)
}
