import './spinner.css'

/** Something is under way. With a label, screen readers are told what. */
export function Spinner({ label, className = '' }: { label?: string; className?: string }) {
	if (!label) return <span className={`spinner ${className}`} aria-hidden="true" />
	return (
		<span className={`spinner ${className}`} role="status">
			<span className="unseen">{label}</span>
		</span>
	)
}
