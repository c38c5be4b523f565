import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import './card.css'

interface CardProps {
	title?: ComponentChildren
	/** Stands opposite the title. */
	actions?: ComponentChildren
	children: ComponentChildren
	className?: string
}

/** A part of a page with its own heading. */
export function Card({ title, actions, children, className = '' }: CardProps) {
	const heading = useId()
	return (
		<section className={`card ${className}`} aria-labelledby={title ? heading : undefined}>
			{(title || actions) && (
				<header className="card-head">
					{title && <h2 id={heading}>{title}</h2>}
					{actions && <div className="card-actions">{actions}</div>}
				</header>
			)}
			<div className="card-body">{children}</div>
		</section>
	)
}
