import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import './form.css'

interface FormProps {
	onSubmit: () => void
	/** What is wrong, by field: whenever there is something new, the focus goes to the first such field. */
	problems?: Record<string, string> | undefined
	children: ComponentChildren
	className?: string
}

/** A form that says itself what is wrong, next to the fields, instead of the browser's bubbles. */
export function Form({ onSubmit, problems, children, className = '' }: FormProps) {
	const form = useRef<HTMLFormElement>(null)
	const said = JSON.stringify(problems ?? {})
	useLayoutEffect(() => {
		form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
	}, [said])
	return (
		<form
			ref={form}
			className={`form ${className}`}
			noValidate
			onSubmit={(event) => {
				event.preventDefault()
				onSubmit()
			}}
		>
			{children}
		</form>
	)
}
