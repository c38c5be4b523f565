import { useEffect, useRef } from 'preact/hooks'
import { keep, kept } from '../settings/stored.ts'
import { useBoard } from './board.ts'
import { INTERVALS, intervalsOf, neighbour, PERIODS } from './periods.ts'
import { intervalOf } from './queries.ts'

/** Off until the page is loaded again, or for longer where that may be remembered. */
const now = { off: kept('keys') !== null }

/** Whether single keys do something: who dictates or presses keys by accident can switch them off. */
export const keysAreOn = (): boolean => !now.off

export function switchKeys(on: boolean): void {
	now.off = !on
	keep('keys', on ? null : '1')
}

/** Where a key belongs to something else: text, lists, sliders, tabs, an open menu or dialog. */
const TAKEN = 'input, textarea, select, [contenteditable], [role="menu"]'
const TAKEN_ARROWS = `${TAKEN}, [role="slider"], [role="tablist"], [aria-haspopup="menu"]`

interface Shortcuts {
	/** Chooses a period by its name. */
	choose: (id: string) => void
	openKeys: () => void
}

/** Single keys for what is done all day: the same that owners know from other tools. */
export function useShortcuts(shortcuts: Shortcuts): void {
	const board = useBoard()
	const latest = useRef({ board, shortcuts })
	latest.current = { board, shortcuts }
	useEffect(() => {
		const onKeyDown = (event: KeyboardEvent) => {
			const { target, key } = event
			if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
			if (!keysAreOn() || document.querySelector('dialog[open], [role="menu"]')) return
			const taken = key.startsWith('Arrow') ? TAKEN_ARROWS : TAKEN
			if (target instanceof Element && target.closest(taken)) return
			if (press(key, latest.current)) event.preventDefault()
		}
		document.addEventListener('keydown', onKeyDown)
		return () => document.removeEventListener('keydown', onKeyDown)
	}, [])
}

/** Does what a key stands for; false where it stands for nothing. */
function press(
	key: string,
	{ board, shortcuts }: { board: ReturnType<typeof useBoard>; shortcuts: Shortcuts },
): boolean {
	const { state, today, change } = board
	const period = PERIODS.find((one) => one.key === key.toLowerCase())
	if (period) {
		shortcuts.choose(period.id)
		return true
	}
	switch (key) {
		case 'ArrowLeft':
		case 'ArrowRight': {
			const next = neighbour(state.period, key === 'ArrowLeft' ? -1 : 1, today)
			if (next) change({ period: next, interval: null })
			return true
		}
		case 'x':
		case 'X':
			change({ compare: !state.compare })
			return true
		case 'i':
		case 'I': {
			const able = intervalsOf(state.period, today)
			const order = INTERVALS.filter((one) => able.includes(one))
			const current = intervalOf(state)
			const next = current && order[(order.indexOf(current) + 1) % order.length]
			if (next) change({ interval: next })
			return true
		}
		case 'Escape':
			if (state.filters.length === 0) return false
			change({ filters: [] })
			return true
		case '?':
			shortcuts.openKeys()
			return true
		default:
			return false
	}
}
