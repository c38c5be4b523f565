import { useId, useMemo, useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { later } from '../ui/later.tsx'
import { Select } from '../ui/select.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { useBoard, usePart } from './board.ts'
import { List } from './list.tsx'
import './panel.css'
import { type Panel as PanelOf, type Tab, tabOf } from './panels.ts'
import { PANEL_ROWS } from './queries.ts'
import { rowsOf } from './rows.ts'

const Details = later(() => import('./details.tsx').then((part) => part.Details))

/** A list of the overview with its tabs. */
export function Panel({ panel }: { panel: PanelOf }) {
	const { state, domain, change } = useBoard()
	const tab = tabOf(panel, state.tabs[panel.id])
	const { data, isPlaceholderData, isError } = usePart(panel.id)
	const [open, setOpen] = useState(false)
	const body = useId()
	const rows = useMemo(() => data && rowsOf(tab, data.results, domain), [data, tab, domain])
	const choose = (id: string) => change({ tabs: { ...state.tabs, [panel.id]: id } })
	return (
		<Card
			title={panel.label}
			className="panel"
			actions={<PanelTabs panel={panel} tab={tab} body={body} choose={choose} />}
		>
			<div
				id={body}
				{...(panel.tabs.length > 1 ? { role: 'tabpanel' as const, 'aria-label': tab.label } : {})}
				className={`panel-body ${isPlaceholderData ? 'stale' : ''}`}
			>
				<Group panel={panel} tab={tab} choose={choose} />
				{rows && rows.length > 0 && <List tab={tab} rows={rows} metrics={tab.metrics} />}
				{rows?.length === 0 && <p className="panel-nothing">Nothing here in this period</p>}
				{!rows && !isError && <Skeleton lines={PANEL_ROWS} />}
				{!rows && isError && <p className="panel-nothing">This list cannot be read at the moment</p>}
			</div>
			{rows && rows.length > 0 && (
				<footer className="panel-foot">
					<Button kind="quiet" onClick={() => setOpen(true)} aria-label={`Show all: ${tab.label}`}>
						Show all
					</Button>
				</footer>
			)}
			<Dialog title={tab.label} open={open} onClose={() => setOpen(false)} className="details">
				<Details tab={tab} onClose={() => setOpen(false)} />
			</Dialog>
		</Card>
	)
}

interface TabsOf {
	panel: PanelOf
	tab: Tab
	choose: (id: string) => void
}

/** One tab a list; lists of one group share a tab and are told apart below it. */
function PanelTabs({ panel, tab, choose, body }: TabsOf & { body: string }) {
	if (panel.tabs.length === 1) return null
	const first = (one: Tab, i: number): boolean =>
		!one.group || panel.tabs.findIndex((other) => other.group === one.group) === i
	const shown = panel.tabs.filter(first)
	const value = shown.find((one) => one === tab || (one.group && one.group === tab.group))?.id ?? tab.id
	return (
		<Tabs
			label={panel.label}
			value={value}
			tabs={shown.map((one) => ({ id: one.id, label: one.group ?? one.label }))}
			onChange={choose}
			panel={body}
		/>
	)
}

function Group({ panel, tab, choose }: TabsOf) {
	if (!tab.group) return null
	return (
		<Select
			label={tab.group}
			hideLabel
			className="panel-group"
			value={tab.id}
			options={panel.tabs
				.filter((one) => one.group === tab.group)
				.map((one) => ({ value: one.id, label: one.label }))}
			onChange={choose}
		/>
	)
}
