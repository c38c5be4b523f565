import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { Button } from './button.tsx'
import './dialog.css'

interface DialogProps {
	title: string
	open: boolean
	/** Escape, the cross and a click beside the dialog ask for it. */
	onClose: () => void
	children: ComponentChildren
	className?: string
}

/** A modal dialog: the browser's own, which keeps the focus inside and gives it back afterwards. */
export function Dialog({ title, open, onClose, children, className = '' }: DialogProps) {
	const dialog = useRef<HTMLDialogElement>(null)
	const heading = useId()
	useLayoutEffect(() => {
		const element = dialog.current
		if (!open || !element) return
		element.showModal()
		return () => element.close()
	}, [open])
	if (!open) return null
	return (
		<dialog
			ref={dialog}
			className={`dialog ${className}`}
			aria-labelledby={heading}
			onCancel={(event) => {
				event.preventDefault()
				onClose()
			}}
			// The browser closes it without asking when Escape is pressed twice.
			onClose={() => dialog.current && onClose()}
			// A press that began inside and ended outside, as when selecting text, closes nothing.
			onPointerDown={(event) => event.target === event.currentTarget && onClose()}
		>
			<div className="dialog-head">
				<h2 id={heading}>{title}</h2>
				<Button kind="quiet" icon="close" aria-label="Close" onClick={onClose} />
			</div>
			<div className="dialog-body">{children}</div>
		</dialog>
	)
}
