import type { ComponentChildren } from 'preact'
import './empty.css'

/** What stands where there is nothing to show: why, and what to do about it. */
export function Empty({
	title,
	children,
	className = '',
}: {
	title: string
	children?: ComponentChildren
	className?: string
}) {
	return (
		<div className={`empty ${className}`}>
			<strong>{title}</strong>
			{children}
		</div>
	)
}
