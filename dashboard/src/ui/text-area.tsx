import type { TextareaHTMLAttributes } from 'preact'
import { useId } from 'preact/hooks'
import './field.css'
import { FieldError } from './field.tsx'
import './text-area.css'

interface TextAreaProps
	extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onInput' | 'value' | 'className'> {
	className?: string
	label: string
	hint?: string | undefined
	error?: string | null | undefined
	value: string
	onInput: (value: string) => void
}

/** A labelled field for a text of several lines, with its hint and its error. */
export function TextArea({
	label,
	hint,
	error,
	value,
	onInput,
	rows = 6,
	className = '',
	...rest
}: TextAreaProps) {
	const id = useId()
	const about = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
	return (
		<div className="field text-area">
			<label className="field-label" for={id}>
				{label}
			</label>
			{hint && (
				<span className="field-hint" id={`${id}-hint`}>
					{hint}
				</span>
			)}
			<textarea
				{...rest}
				id={id}
				className={`input ${className}`}
				rows={rows}
				value={value}
				aria-invalid={error ? true : undefined}
				aria-describedby={about || undefined}
				onInput={(event) => onInput(event.currentTarget.value)}
			/>
			{error && <FieldError id={`${id}-error`}>{error}</FieldError>}
		</div>
	)
}
