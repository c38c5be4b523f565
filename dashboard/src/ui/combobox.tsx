import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import './combobox.css'
import './field.css'
import { FieldError } from './field.tsx'
import { Icon } from './icon.tsx'
import { step } from './keys.ts'

export interface ComboboxOption {
	value: string
	label: string
	/** Said quietly behind the label. */
	hint?: string
}

interface ComboboxProps {
	label: string
	hint?: string
	error?: string | null | undefined
	value: string
	/** What fits a text that was typed, best first; the whole list for an empty one. */
	find: (text: string) => readonly ComboboxOption[]
	onChange: (value: string) => void
	className?: string
}

/** A choice of one from many by typing a part of it: WAI-ARIA's combobox with a list. */
export function Combobox({ label, hint, error, value, find, onChange, className = '' }: ComboboxProps) {
	const id = useId()
	const input = useRef<HTMLInputElement>(null)
	const [open, setOpen] = useState(false)
	/** What was typed since the list opened; null as long as nothing was. */
	const [typed, setTyped] = useState<string | null>(null)
	const [at, setAt] = useState(0)
	const options = open ? find(typed ?? '') : []

	const list = useRef<HTMLDivElement>(null)
	useLayoutEffect(() => {
		list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
	}, [at, open])

	// Closed with the focus still here, as Escape and a choice leave it: what is typed next replaces the value.
	useLayoutEffect(() => {
		if (!open && document.activeElement === input.current) input.current?.select()
	}, [open])

	const show = () => {
		if (open) return
		setOpen(true)
		setAt(
			Math.max(
				0,
				find('').findIndex((option) => option.value === value),
			),
		)
		input.current?.select()
	}
	const hide = () => {
		setOpen(false)
		setTyped(null)
	}
	const choose = (option: ComboboxOption | undefined) => {
		hide()
		if (option) onChange(option.value)
	}
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.key === 'Escape' && open) {
			event.preventDefault()
			event.stopPropagation()
			return hide()
		}
		if (event.key === 'Enter' && open) {
			event.preventDefault()
			return choose(options[at])
		}
		if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
		event.preventDefault()
		if (!open) return show()
		const next = step(event.key, at, options.length, 'vertical')
		if (next !== null) setAt(next)
	}
	const about = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
	return (
		<div className={`field combobox ${className}`}>
			<label className="field-label" for={id}>
				{label}
			</label>
			{hint && (
				<span className="field-hint" id={`${id}-hint`}>
					{hint}
				</span>
			)}
			<span className="field-box">
				<input
					ref={input}
					id={id}
					className="input"
					role="combobox"
					aria-expanded={open}
					aria-controls={`${id}-list`}
					aria-autocomplete="list"
					aria-activedescendant={open && options[at] ? `${id}-${at}` : undefined}
					aria-invalid={error ? true : undefined}
					aria-describedby={about || undefined}
					autocomplete="off"
					autocapitalize="off"
					spellcheck={false}
					value={typed ?? value}
					onClick={show}
					onInput={(event) => {
						setOpen(true)
						setTyped(event.currentTarget.value)
						setAt(0)
					}}
					onKeyDown={onKeyDown}
					onBlur={hide}
				/>
				<Icon name="chevron" />
				{open && (
					<div
						ref={list}
						className="combobox-list"
						role="listbox"
						id={`${id}-list`}
						aria-label={label}
						// The field keeps the focus, or the list would close before it is chosen from.
						onMouseDown={(event) => event.preventDefault()}
					>
						{options.length === 0 && <div className="combobox-none">Nothing fits “{typed}”.</div>}
						{options.map((option, index) => (
							// biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus
							<div
								key={option.value}
								id={`${id}-${index}`}
								className="combobox-option"
								role="option"
								tabIndex={-1}
								aria-selected={index === at}
								onClick={() => choose(option)}
							>
								<span>{option.label}</span>
								{option.hint && <span className="combobox-hint">{option.hint}</span>}
							</div>
						))}
					</div>
				)}
			</span>
			{error && <FieldError id={`${id}-error`}>{error}</FieldError>}
		</div>
	)
}
