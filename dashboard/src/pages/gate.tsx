import type { ComponentChildren } from 'preact'
import './gate.css'

/** The page before the dashboard: a form in the middle, and a drawing of days below it. */
export function Gate({
	title,
	intro,
	children,
}: {
	title: string
	intro?: string | undefined
	children: ComponentChildren
}) {
	return (
		<>
			<div className="gate">
				<div className="gate-head">
					<h1>{title}</h1>
					{intro && <p className="quiet">{intro}</p>}
				</div>
				{children}
			</div>
			<Days />
		</>
	)
}

const DAYS = 56

/** Eight weeks of a small site, as nobody's data: weekends are quiet, and it grows. Today is not over yet. */
function Days() {
	const heights = Array.from({ length: DAYS }, (_, day) => {
		const week = day % 7 > 4 ? 0.55 : 1
		return Math.round(100 * week * (0.35 + (0.5 * day) / DAYS + 0.12 * Math.sin(day * 1.7)))
	})
	return (
		<svg className="days" viewBox={`0 0 ${DAYS * 10} 110`} preserveAspectRatio="none" aria-hidden="true">
			{heights.map((height, day) => (
				<rect
					key={day}
					className={day === DAYS - 1 ? 'days-today' : ''}
					x={day * 10 + 3}
					y={110 - height}
					width="4"
					height={height}
				/>
			))}
		</svg>
	)
}
