import { useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { useBoard } from '../overview/board.ts'
import { askedFilter, spellFilter } from '../overview/filters.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu } from '../ui/menu.tsx'
import { useMayMeasure, useMeasures } from './measures.ts'
import { barFilters } from './segment-filters.ts'
import { SegmentForm } from './segment-form.tsx'

/** The saved segments, to look at one; and the filters that apply, to save them as one. */
export function SegmentMenu() {
	const { domain, state, change } = useBoard()
	const [, navigate] = useLocation()
	const [saving, setSaving] = useState(false)
	const { data: segments = [] } = useMeasures(domain, 'segments')
	const able = useMayMeasure(domain)
	const { filters } = state
	const known = segments.flatMap((one) => {
		const bar = barFilters(one.filters)
		return bar ? [{ ...one, bar }] : []
	})
	const shown = spelt(filters)
	const maySave = able && filters.length > 0 && !known.some(({ bar }) => spelt(bar) === shown)
	if (known.length === 0 && !maySave) return null
	const choose = (id: string) => {
		if (id === 'save') return setSaving(true)
		if (id === 'all') return navigate(`/${domain}/goals`)
		const chosen = known.find((one) => String(one.id) === id)
		if (chosen) change({ filters: chosen.bar })
	}
	return (
		<>
			<Menu
				label="Segments"
				trigger={
					<>
						<span>Segments</span>
						<Icon name="chevron" />
					</>
				}
				items={[
					...known.map(({ id, name, shared, bar }) => ({
						...{ id: String(id), label: name, checked: spelt(bar) === shown },
						...(shared ? { hint: 'shared' } : {}),
					})),
					...(known.length > 0 ? (['line'] as const) : []),
					...(maySave ? [{ id: 'save', label: 'Save these filters …' }] : []),
					{ id: 'all', label: 'All segments' },
				]}
				onChoose={choose}
			/>
			<Dialog title="Save as a segment" open={saving} onClose={() => setSaving(false)}>
				<SegmentForm
					domain={domain}
					segment={{ filters: filters.map(askedFilter) }}
					onDone={() => setSaving(false)}
				/>
			</Dialog>
		</>
	)
}

/** The same filters in whatever order are the same text. */
const spelt = (filters: Parameters<typeof spellFilter>[0][]): string =>
	filters.map(spellFilter).sort().join('\n')
