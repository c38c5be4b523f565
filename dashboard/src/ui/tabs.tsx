import { useRef } from 'preact/hooks'
import './tabs.css'
import { step } from './keys.ts'

interface TabsProps {
	label: string
	value: string
	tabs: readonly { id: string; label: string }[]
	onChange: (id: string) => void
	/** The id of the element that shows what is chosen; give that one `role="tabpanel"`. */
	panel?: string
	className?: string
}

/** One of a few views. Arrow keys, Home and End move and choose, as WAI-ARIA's pattern for tabs has it. */
export function Tabs({ label, value, tabs, onChange, panel, className = '' }: TabsProps) {
	const list = useRef<HTMLDivElement>(null)
	const at = tabs.findIndex((tab) => tab.id === value)
	const onKeyDown = (event: KeyboardEvent) => {
		const next = step(event.key, at, tabs.length, 'both')
		const tab = next === null ? undefined : tabs[next]
		if (!tab || next === null) return
		event.preventDefault()
		onChange(tab.id)
		const buttons = list.current?.querySelectorAll<HTMLElement>('[role="tab"]')
		buttons?.[next]?.focus()
	}
	return (
		<div ref={list} className={`tabs ${className}`} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
			{tabs.map((tab, index) => (
				<button
					key={tab.id}
					type="button"
					role="tab"
					className="tab"
					aria-selected={tab.id === value}
					aria-controls={tab.id === value ? panel : undefined}
					tabIndex={index === Math.max(at, 0) ? 0 : -1}
					onClick={() => onChange(tab.id)}
				>
					{tab.label}
				</button>
			))}
		</div>
	)
}
