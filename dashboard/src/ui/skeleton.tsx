import './skeleton.css'

/** Holds the place of what is being loaded: `lines` of text, or one block of a CSS height. */
export function Skeleton({
	lines = 3,
	height,
	className = '',
}: {
	lines?: number
	height?: string
	className?: string
}) {
	return (
		<div className={`skeleton ${className}`} role="status">
			<span className="unseen">Loading</span>
			{height !== undefined ? (
				<div className="skeleton-line" style={{ height }} />
			) : (
				Array.from({ length: lines }, (_, index) => <div key={index} className="skeleton-line" />)
			)}
		</div>
	)
}
