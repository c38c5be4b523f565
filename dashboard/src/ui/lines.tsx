import { useId } from 'preact/hooks'
import './field.css'
import { FieldError } from './field.tsx'
import './lines.css'

interface LinesProps {
	label: string
	hint?: string | undefined
	error?: string | null | undefined
	/** As it was typed: one entry a line. */
	value: string
	placeholder?: string
	onInput: (value: string) => void
}

/** A list, written one entry a line. */
export function Lines({ label, hint, error, value, placeholder, onInput }: LinesProps) {
	const id = useId()
	const about = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
	return (
		<div className="field">
			<label className="field-label" for={id}>
				{label}
			</label>
			{hint && (
				<span className="field-hint" id={`${id}-hint`}>
					{hint}
				</span>
			)}
			<textarea
				id={id}
				className="input lines"
				rows={Math.min(8, Math.max(2, value.split('\n').length + 1))}
				spellcheck={false}
				autocapitalize="off"
				autocomplete="off"
				placeholder={placeholder}
				value={value}
				aria-invalid={error ? true : undefined}
				aria-describedby={about || undefined}
				onInput={(event) => onInput(event.currentTarget.value)}
			/>
			{error && <FieldError id={`${id}-error`}>{error}</FieldError>}
		</div>
	)
}

/** The entries of such a text. */
export const entriesOf = (text: string): string[] =>
	text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '')
