import { useId } from 'preact/hooks'
import './check.css'

interface CheckProps {
	label: string
	/** What it means, below the label. */
	hint?: string | undefined
	checked: boolean
	onChange: (checked: boolean) => void
}

/** Something that is on or off. */
export function Check({ label, hint, checked, onChange }: CheckProps) {
	const id = useId()
	return (
		<div className="check">
			<input
				id={id}
				type="checkbox"
				checked={checked}
				aria-describedby={hint ? `${id}-hint` : undefined}
				onChange={(event) => onChange(event.currentTarget.checked)}
			/>
			<label for={id}>{label}</label>
			{hint && (
				<span className="field-hint" id={`${id}-hint`}>
					{hint}
				</span>
			)}
		</div>
	)
}

interface ChoiceProps<T extends string> {
	/** What is chosen. */
	legend: string
	value: T
	options: readonly { value: T; label: string; hint?: string }[]
	onChange: (value: T) => void
}

/** One of a few, all of them in sight with what they mean. */
export function Choice<T extends string>({ legend, value, options, onChange }: ChoiceProps<T>) {
	const id = useId()
	return (
		<fieldset className="choice">
			<legend className="field-label">{legend}</legend>
			{options.map((option) => (
				<div className="check" key={option.value}>
					<input
						id={`${id}-${option.value}`}
						type="radio"
						name={id}
						checked={option.value === value}
						aria-describedby={option.hint ? `${id}-${option.value}-hint` : undefined}
						onChange={() => onChange(option.value)}
					/>
					<label for={`${id}-${option.value}`}>{option.label}</label>
					{option.hint && (
						<span className="field-hint" id={`${id}-${option.value}-hint`}>
							{option.hint}
						</span>
					)}
				</div>
			))}
		</fieldset>
	)
}
