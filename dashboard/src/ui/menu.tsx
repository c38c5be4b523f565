import { type ComponentChildren, isValidElement } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import './button.css'
import { Icon } from './icon.tsx'
import { step, typeAhead } from './keys.ts'
import './menu.css'

export interface MenuItem {
	id: string
	label: string
	/** Said quietly behind the label, such as a key or a number. */
	hint?: string
	/** Given at all, the entry is one of a choice. */
	checked?: boolean
}

/** Pixels that stay free at the edges of the page. */
const EDGE = 8

interface MenuProps {
	/** What the menu is for: the trigger's name where it shows no words, and the list's. */
	label: string
	trigger: ComponentChildren
	items: readonly (MenuItem | 'line')[]
	onChoose: (id: string) => void
	className?: string
}

/** A button that opens a list of actions or choices, as WAI-ARIA's pattern for menu buttons has it. */
export function Menu({ label, trigger, items, onChoose, className = '' }: MenuProps) {
	const [open, setOpen] = useState<'first' | 'last' | null>(null)
	const button = useRef<HTMLButtonElement>(null)
	const close = (refocus: boolean) => {
		setOpen(null)
		if (refocus) button.current?.focus()
	}
	const onKeyDown = (event: KeyboardEvent) => {
		if (open || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return
		event.preventDefault()
		setOpen(event.key === 'ArrowDown' ? 'first' : 'last')
	}
	return (
		<div className={`menu ${className}`}>
			<button
				ref={button}
				type="button"
				className={`button button-quiet menu-trigger ${isIcon(trigger) ? 'button-icon' : ''}`}
				aria-haspopup="menu"
				aria-expanded={open !== null}
				aria-label={typeof trigger === 'string' ? undefined : label}
				title={typeof trigger === 'string' ? undefined : label}
				onClick={() => setOpen(open ? null : 'first')}
				onKeyDown={onKeyDown}
			>
				{trigger}
			</button>
			{open && (
				<MenuList
					label={label}
					items={items}
					start={open}
					onClose={close}
					onChoose={(id) => {
						close(true)
						onChoose(id)
					}}
				/>
			)}
		</div>
	)
}

interface MenuListProps extends Pick<MenuProps, 'label' | 'items' | 'onChoose'> {
	start: 'first' | 'last'
	onClose: (refocus: boolean) => void
}

function MenuList({ label, items, start, onClose, onChoose }: MenuListProps) {
	const list = useRef<HTMLDivElement>(null)
	const [shift, setShift] = useState(0)
	const entries = items.filter((item) => item !== 'line')
	const buttons = () => [...(list.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])]

	useLayoutEffect(() => {
		const box = list.current?.getBoundingClientRect()
		if (box) setShift(intoView(box, document.documentElement.clientWidth))
		const chosen = entries.findIndex((item) => item.checked)
		buttons()
			.at(chosen >= 0 ? chosen : start === 'first' ? 0 : -1)
			?.focus()
	}, [])

	useEffect(() => {
		const onPointerDown = ({ target }: PointerEvent) => {
			const menu = list.current?.parentElement
			if (menu && target instanceof Node && !menu.contains(target)) onClose(false)
		}
		document.addEventListener('pointerdown', onPointerDown)
		return () => document.removeEventListener('pointerdown', onPointerDown)
	})

	const onKeyDown = (event: KeyboardEvent) => {
		const all = buttons()
		const at = all.indexOf(document.activeElement as HTMLElement)
		if (event.key === 'Escape' || event.key === 'Tab') {
			// Tab goes on from the button; Escape belongs to the menu, not to a dialog around it.
			if (event.key === 'Escape') event.preventDefault()
			event.stopPropagation()
			return onClose(true)
		}
		const labels = entries.map((item) => item.label)
		const letter = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey
		const next = letter ? typeAhead(event.key, at, labels) : step(event.key, at, all.length, 'vertical')
		if (next === null) return
		event.preventDefault()
		all[next]?.focus()
	}

	return (
		<div
			ref={list}
			className="menu-list"
			style={{ marginLeft: `${shift}px` }}
			role="menu"
			aria-label={label}
			onKeyDown={onKeyDown}
		>
			{items.map((item, index) =>
				item === 'line' ? (
					<hr key={`line-${index}`} className="menu-line" />
				) : (
					<button
						key={item.id}
						type="button"
						className="menu-item"
						{...roleOf(item)}
						tabIndex={-1}
						onClick={() => onChoose(item.id)}
					>
						{item.checked !== undefined &&
							(item.checked ? <Icon name="check" /> : <span className="menu-space" />)}
						<span className="menu-label">{item.label}</span>
						{item.hint && <span className="menu-hint">{item.hint}</span>}
					</button>
				),
			)}
		</div>
	)
}

/** How far to move a list sideways, in pixels, so that all of it is on the page; its beginning before its end. */
const intoView = ({ left, right }: DOMRect, width: number): number =>
	Math.max(Math.min(0, width - EDGE - right), Math.min(0, EDGE - left))

const roleOf = ({ checked }: MenuItem) =>
	checked === undefined
		? ({ role: 'menuitem' } as const)
		: ({ role: 'menuitemradio', 'aria-checked': checked } as const)

/** A picture alone needs less room than words. */
const isIcon = (trigger: ComponentChildren) => isValidElement(trigger) && trigger.type === Icon
