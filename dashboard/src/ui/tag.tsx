import type { ComponentChildren } from 'preact'
import { Icon } from './icon.tsx'
import './tag.css'

interface TagProps {
	children: ComponentChildren
	/** Given, the tag can be taken away. */
	onRemove?: () => void
	/** What taking it away does, for screen readers. */
	removeLabel?: string
	className?: string
}

/** A short word on something, such as a filter that applies. */
export function Tag({ children, onRemove, removeLabel = 'Remove', className = '' }: TagProps) {
	return (
		<span className={`tag ${className}`}>
			{children}
			{onRemove && (
				<button type="button" className="tag-remove" aria-label={removeLabel} onClick={onRemove}>
					<Icon name="close" />
				</button>
			)}
		</span>
	)
}
