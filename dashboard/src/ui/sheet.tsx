import type { ComponentChildren } from 'preact'
import './sheet.css'

interface SheetProps {
	title: string
	/** What the page is for, where its title does not say it. */
	intro?: ComponentChildren
	actions?: ComponentChildren
	children: ComponentChildren
}

/** A page of text and forms: its title to one side where there is room, its parts in a column to the other. */
export function Sheet({ title, intro, actions, children }: SheetProps) {
	return (
		<div className="sheet">
			<div className="sheet-head">
				<h1>{title}</h1>
				{intro && <p className="quiet">{intro}</p>}
				{actions && <div className="actions">{actions}</div>}
			</div>
			<div className="sheet-body">{children}</div>
		</div>
	)
}
