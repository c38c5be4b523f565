import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Select } from '../ui/select.tsx'
import { useAnswer, useBoard } from './board.ts'
import { DIMENSIONS, type DimensionName } from './dimensions.ts'
import { type Filter, OPERATORS, type Operator } from './filters.ts'
import { suggestQuery } from './queries.ts'

/** What can be filtered by: places by name, since nobody types codes. */
const ABLE = (Object.keys(DIMENSIONS) as DimensionName[]).filter(
	(one) => one !== 'visit:country' && one !== 'visit:region',
)
const PAUSE = 250

interface FilterFormProps {
	onAdd: (filter: Filter) => void
	onCancel: () => void
}

/** A filter put together by hand, with the site's own values as suggestions. */
export function FilterForm({ onAdd, onCancel }: FilterFormProps) {
	const { state } = useBoard()
	const [dimension, setDimension] = useState<DimensionName>('event:page')
	const [operator, setOperator] = useState<Operator>('is')
	const [value, setValue] = useState('')
	const [typed, setTyped] = useState('')
	const [missing, setMissing] = useState(false)
	const list = useId()
	const form = useRef<HTMLFormElement>(null)
	useEffect(() => form.current?.querySelector('select')?.focus(), [])
	useEffect(() => {
		const pause = setTimeout(() => setTyped(value.trim()), PAUSE)
		return () => clearTimeout(pause)
	}, [value])
	const { data } = useAnswer(suggestQuery(state, dimension, typed))
	const onSubmit = (event: Event) => {
		event.preventDefault()
		if (value.trim() === '') return setMissing(true)
		onAdd({ dimension, operator, values: [value.trim()] })
	}
	return (
		<form ref={form} className="form" onSubmit={onSubmit}>
			<Select
				label="What"
				value={dimension}
				options={ABLE.map((one) => ({ value: one, label: DIMENSIONS[one] }))}
				onChange={(chosen) => setDimension(ABLE.find((one) => one === chosen) ?? dimension)}
			/>
			<Select
				label="How"
				value={operator}
				options={Object.entries(OPERATORS).map(([id, label]) => ({ value: id, label }))}
				onChange={(chosen) => {
					if (Object.hasOwn(OPERATORS, chosen)) setOperator(chosen as Operator)
				}}
			/>
			<Field
				label="Value"
				list={list}
				autocomplete="off"
				value={value}
				error={missing && value.trim() === '' ? 'Say what to look for' : null}
				onInput={(event) => setValue(event.currentTarget.value)}
			/>
			<datalist id={list}>
				{data?.results.map((row) => (
					<option key={row.dimensions[0]} value={row.dimensions[0]} />
				))}
			</datalist>
			<div className="form-actions">
				<Button type="submit" kind="primary">
					Add filter
				</Button>
				<Button kind="quiet" onClick={onCancel}>
					Cancel
				</Button>
			</div>
		</form>
	)
}
