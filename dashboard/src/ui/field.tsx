import type { InputHTMLAttributes } from 'preact'
import { useId, useState } from 'preact/hooks'
import './field.css'
import { Icon } from './icon.tsx'

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
	label: string
	/** What is expected, below the label. */
	hint?: string | undefined
	/** What is wrong with the value, in words that say what to do. */
	error?: string | null | undefined
	className?: string
}

/** A labelled input with its hint and its error. Passwords can be shown. */
export function Field({ label, hint, error, className = '', type = 'text', id, ...rest }: FieldProps) {
	const own = useId()
	const input = typeof id === 'string' ? id : own
	const [shown, setShown] = useState(false)
	const about = [hint && `${input}-hint`, error && `${input}-error`].filter(Boolean).join(' ')
	return (
		<div className={`field ${className}`}>
			<label className="field-label" for={input}>
				{label}
			</label>
			{hint && (
				<span className="field-hint" id={`${input}-hint`}>
					{hint}
				</span>
			)}
			<span className="field-box">
				<input
					{...rest}
					id={input}
					type={type === 'password' && shown ? 'text' : type}
					className="input"
					aria-invalid={error ? true : undefined}
					aria-describedby={about || undefined}
				/>
				{type === 'password' && (
					<button
						type="button"
						className="field-show"
						aria-pressed={shown}
						aria-controls={input}
						onClick={() => setShown(!shown)}
					>
						{shown ? 'Hide' : 'Show'}
					</button>
				)}
			</span>
			{error && <FieldError id={`${input}-error`}>{error}</FieldError>}
		</div>
	)
}

/** The line below a field that says what is wrong with it. */
export function FieldError({ id, children }: { id: string; children: string }) {
	return (
		<span className="field-error" id={id}>
			<Icon name="alert" />
			<span>{children}</span>
		</span>
	)
}
