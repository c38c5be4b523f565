import type { ComponentChildren } from 'preact'
import { explain } from '../explain.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Notice } from './notice.tsx'

interface ConfirmProps {
	title: string
	open?: boolean
	/** On the button that does it. */
	confirm: ComponentChildren
	/** On the button that leaves all as it is. */
	keep: string
	/** The mutation that does it. */
	doing: { isPending: boolean; error: unknown }
	onConfirm: () => void
	onClose: () => void
	/** In place of the error in plain words. */
	problem?: ComponentChildren
	/** What it means. */
	children?: ComponentChildren
}

/** Asks before something is lost. */
export function Confirm(props: ConfirmProps) {
	const { title, open = true, confirm, keep, doing, onConfirm, onClose, problem, children } = props
	return (
		<Dialog title={title} open={open} onClose={onClose}>
			{children}
			{Boolean(doing.error) && (problem ?? <Notice kind="error">{explain(doing.error)}</Notice>)}
			<div className="actions">
				<Button kind="danger" busy={doing.isPending} onClick={onConfirm}>
					{confirm}
				</Button>
				<Button kind="quiet" onClick={onClose}>
					{keep}
				</Button>
			</div>
		</Dialog>
	)
}
