import { useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { later } from '../ui/later.tsx'
import { Tag } from '../ui/tag.tsx'
import { useBoard } from './board.ts'
import './filter-bar.css'
import { sayFilter, spellFilter, withFilter } from './filters.ts'
import { nameOf } from './names.ts'

const FilterForm = later(() => import('./filter-form.tsx').then((part) => part.FilterForm))

const ADD = 'add-filter'

/** Where the focus goes when what had it is gone. */
const refocus = () => document.getElementById(ADD)?.focus()

/** The button that adds a filter. */
export function AddFilter() {
	const { state, change } = useBoard()
	const [open, setOpen] = useState(false)
	const close = () => setOpen(false)
	return (
		<>
			<Button kind="quiet" icon="filter" id={ADD} onClick={() => setOpen(true)}>
				<span>Filter</span>
			</Button>
			<Dialog title="Filter" open={open} onClose={close}>
				<FilterForm
					onCancel={close}
					onAdd={(filter) => {
						change({ filters: withFilter(state.filters, filter) })
						close()
					}}
				/>
			</Dialog>
		</>
	)
}

/** The filters that apply, each with a way to take it off. */
export function FilterBar() {
	const { state, change } = useBoard()
	const { filters } = state
	if (filters.length === 0) return null
	return (
		<ul className="filter-bar" aria-label="Filters">
			{filters.map((one) => {
				const words = sayFilter(one, (value) => nameOf(one.dimension, value))
				return (
					<li key={spellFilter(one)}>
						<Tag
							onRemove={() => {
								change({ filters: filters.filter((other) => other !== one) })
								refocus()
							}}
							removeLabel={`Remove filter: ${words}`}
						>
							{words}
						</Tag>
					</li>
				)
			})}
			<li>
				<Button
					kind="quiet"
					onClick={() => {
						change({ filters: [] })
						refocus()
					}}
				>
					Clear all
				</Button>
			</li>
		</ul>
	)
}
