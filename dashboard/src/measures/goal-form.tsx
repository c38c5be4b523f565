import { useState } from 'preact/hooks'
import { explain, fieldErrors } from '../explain.ts'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/check.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { entriesOf, Lines } from '../ui/lines.tsx'
import { Notice } from '../ui/notice.tsx'
import { type Goal, useSave } from './measures.ts'

const TYPES = [
	{ value: 'page', label: 'Page', hint: 'Somebody visits a page.' },
	{ value: 'event', label: 'Event', hint: 'Your site sends an event, such as Sign up.' },
	{ value: 'scroll', label: 'Scroll', hint: 'Somebody scrolls down a page.' },
] as const

interface GoalFormProps {
	domain: string
	/** One that is there; null for a new one. */
	goal: Goal | null
	onDone: () => void
}

/** Makes or changes a goal. */
export function GoalForm({ domain, goal, onDone }: GoalFormProps) {
	const [type, setType] = useState<Goal['goal_type']>(goal?.goal_type ?? 'page')
	const [event, setEvent] = useState(goal?.event_name ?? '')
	const [path, setPath] = useState(goal?.page_path ?? '')
	const [percent, setPercent] = useState(String(goal?.scroll_threshold ?? 75))
	const [currency, setCurrency] = useState(goal?.currency ?? '')
	const [props, setProps] = useState(linesOf(goal?.custom_props ?? {}))
	const [name, setName] = useState(goal?.display_name ?? '')
	const [own, setOwn] = useState<Record<string, string>>({})
	const saving = useSave(domain, 'goals', onDone)
	const problems = { ...fieldErrors(saving.error), ...own }
	const submit = () => {
		const wrong = faultsOf()
		setOwn(wrong)
		if (Object.keys(wrong).length > 0) return
		const body = {
			goal_type: type,
			...(type === 'event' ? { event_name: event.trim() } : { page_path: path.trim() }),
			...(type === 'scroll' ? { scroll_threshold: Number(percent) } : {}),
			...(type === 'event' && currency.trim() !== '' ? { currency: currency.trim() } : {}),
			...(name.trim() === '' ? {} : { display_name: name.trim() }),
			custom_props: propsOf(props),
		}
		saving.mutate({ id: goal?.id ?? null, body })
	}
	const faultsOf = (): Record<string, string> => ({
		...(type === 'event' && event.trim() === '' ? { event_name: 'Say which event.' } : {}),
		...(type !== 'event' && path.trim() === '' ? { page_path: 'Say which page.' } : {}),
		...(entriesOf(props).some((line) => !line.includes('='))
			? { custom_props: 'Write each as name = value.' }
			: {}),
	})
	const field = (named: string, value: string, set: (value: string) => void) => ({
		value,
		error: problems[named],
		autocomplete: 'off' as const,
		onInput: (typed: InputEvent) => set((typed.currentTarget as HTMLInputElement).value),
	})
	const told = ['event_name', 'page_path', 'scroll_threshold', 'currency', 'display_name', 'custom_props']
	return (
		<Form onSubmit={submit} problems={problems}>
			<Choice legend="What counts?" value={type} options={TYPES} onChange={setType} />
			{type === 'event' ? (
				<Field label="Name of the event" placeholder="Sign up" {...field('event_name', event, setEvent)} />
			) : (
				<Field
					label="Path of the page"
					placeholder="/checkout/*"
					hint="A * stands for anything, slashes too."
					{...field('page_path', path, setPath)}
				/>
			)}
			{type === 'scroll' && (
				<Field
					label="How far, in per cent"
					inputMode="numeric"
					{...field('scroll_threshold', percent, setPercent)}
				/>
			)}
			{type === 'event' && (
				<Field
					label="Currency, where it earns money"
					placeholder="EUR"
					maxLength={3}
					{...field('currency', currency, setCurrency)}
				/>
			)}
			<Lines
				label="Properties that the event must have"
				hint="Up to three, one a line: name = value. Empty: any."
				placeholder="plan = pro"
				value={props}
				error={problems.custom_props}
				onInput={setProps}
			/>
			<Field
				label="Name"
				hint="Empty: it is called by what it is."
				maxLength={120}
				{...field('display_name', name, setName)}
			/>
			{saving.error && !told.some((one) => problems[one]) && (
				<Notice kind="error">{explain(saving.error)}</Notice>
			)}
			<div className="actions">
				<Button kind="primary" type="submit" busy={saving.isPending}>
					Save goal
				</Button>
				<Button kind="quiet" onClick={onDone}>
					Cancel
				</Button>
			</div>
		</Form>
	)
}

const linesOf = (props: Record<string, string>): string =>
	Object.entries(props)
		.map(([name, text]) => `${name} = ${text}`)
		.join('\n')

const propsOf = (text: string): Record<string, string> =>
	Object.fromEntries(
		entriesOf(text).map((line) => {
			const at = line.indexOf('=')
			return [line.slice(0, at).trim(), line.slice(at + 1).trim()]
		}),
	)
