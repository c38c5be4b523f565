import { useId } from 'preact/hooks'
import './field.css'
import './select.css'
import { Icon } from './icon.tsx'

interface SelectProps {
	label: string
	/** The label is for screen readers only. */
	hideLabel?: boolean
	value: string
	options: readonly { value: string; label: string }[]
	onChange: (value: string) => void
	className?: string
}

/** A choice of one from a few, with the browser's own list. */
export function Select({ label, hideLabel = false, value, options, onChange, className = '' }: SelectProps) {
	const id = useId()
	return (
		<div className={`field ${className}`}>
			<label className={hideLabel ? 'unseen' : 'field-label'} for={id}>
				{label}
			</label>
			<span className="select">
				<select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
					{options.map((option) => (
						<option key={option.value} value={option.value}>
							{option.label}
						</option>
					))}
				</select>
				<Icon name="chevron" />
			</span>
		</div>
	)
}
