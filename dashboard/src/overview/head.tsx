import { useState } from 'preact/hooks'
import { formatDates } from '../format.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { later } from '../ui/later.tsx'
import { Menu } from '../ui/menu.tsx'
import { useBoard, useNow } from './board.ts'
import { AddFilter, FilterBar } from './filter-bar.tsx'
import './head.css'
import { DEFAULT_PERIOD, daysOf, neighbour, PERIODS, type Period } from './periods.ts'
import { canCompare } from './queries.ts'
import { useShortcuts } from './shortcuts.ts'

const RangeForm = later(() => import('./range-form.tsx').then((part) => part.RangeForm))
const SegmentMenu = later(() => import('../measures/segment-menu.tsx').then((part) => part.SegmentMenu), true)
const Keys = later(() => import('./keys.tsx').then((part) => part.Keys))

/** What the view is of: site, visitors right now, filters, period, comparison. */
export function Head() {
	const { domain, state, today, change } = useBoard()
	const [dialog, setDialog] = useState<'range' | 'keys' | null>(null)
	const close = () => setDialog(null)
	const period = periodLabel(state.period, today)
	const compared = state.compare
	const show = (period: Period) => change({ period, interval: null })
	const choose = (id: string) => {
		const found = PERIODS.find((one) => one.id === id)
		if (found?.id === 'custom') setDialog('range')
		else if (found) show({ ...DEFAULT_PERIOD, id: found.id })
	}
	useShortcuts({ choose, openKeys: () => setDialog('keys') })
	return (
		<header className="head">
			<div className="head-row">
				<div className="head-site">
					<h1>{domain}</h1>
					<Present domain={domain} />
				</div>
				<div className="head-tools">
					<AddFilter />
					<SegmentMenu />
					<div className="head-period">
						<Step step={-1} label="Previous period" show={show} />
						<Menu
							label={`Period: ${period}`}
							trigger={
								<>
									<Icon name="calendar" />
									<span>{period}</span>
									<Icon name="chevron" />
								</>
							}
							items={periodItems(state.period)}
							onChoose={choose}
						/>
						<Step step={1} label="Next period" show={show} />
					</div>
					{canCompare(state) && (
						<Menu
							label={`Comparison: ${compared ? 'previous period' : 'none'}`}
							trigger={
								<>
									<span>{compared ? 'Compared' : 'Not compared'}</span>
									<Icon name="chevron" />
								</>
							}
							items={[
								{ id: 'on', label: 'Previous period', hint: 'X', checked: compared },
								{ id: 'off', label: 'No comparison', checked: !compared },
							]}
							onChoose={(id) => change({ compare: id === 'on' })}
						/>
					)}
					<Button
						kind="quiet"
						className="head-keys"
						aria-label="Keyboard shortcuts"
						onClick={() => setDialog('keys')}
					>
						?
					</Button>
				</div>
			</div>
			<FilterBar />
			<Dialog title="Custom range" open={dialog === 'range'} onClose={close}>
				<RangeForm
					days={daysOf(state.period, today)}
					today={today}
					onCancel={close}
					onChoose={(from, to) => {
						show({ id: 'custom', date: null, from, to })
						close()
					}}
				/>
			</Dialog>
			<Dialog title="Keyboard shortcuts" open={dialog === 'keys'} onClose={close}>
				<Keys />
			</Dialog>
		</header>
	)
}

/** Visitors of the last five minutes. */
function Present({ domain }: { domain: string }) {
	const { data } = useNow(domain)
	if (!data) return null
	const { visitors } = data
	return (
		<p className={`present ${visitors > 0 ? 'present-some' : ''}`} title="Visitors of the last five minutes">
			<span className="present-dot" aria-hidden="true" />
			{visitors === 1 ? '1 current visitor' : `${visitors} current visitors`}
		</p>
	)
}

function Step({ step, label, show }: { step: -1 | 1; label: string; show: (period: Period) => void }) {
	const { state, today } = useBoard()
	const next = neighbour(state.period, step, today)
	return (
		<Button
			kind="quiet"
			className="head-step"
			icon={step === -1 ? 'back' : 'forward'}
			aria-label={label}
			title={label}
			disabled={!next}
			onClick={() => next && show(next)}
		/>
	)
}

/** The period's name, or its days where it was moved away from today. */
function periodLabel(period: Period, today: string): string {
	const days = daysOf(period, today)
	if ((period.date !== null || period.id === 'custom') && days) return formatDates(...days)
	return PERIODS.find((one) => one.id === period.id)?.label ?? ''
}

const periodItems = (period: Period) =>
	PERIODS.flatMap(({ id, label, key, group }, i) => {
		const item = { id, label, hint: key.toUpperCase(), checked: id === period.id && period.date === null }
		return i > 0 && PERIODS[i - 1]?.group !== group ? (['line', item] as const) : [item]
	})
