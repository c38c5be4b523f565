import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { Notice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { useAnswer, useBoard } from './board.ts'
import './details.css'
import { List } from './list.tsx'
import { METRICS, type MetricName } from './metrics.ts'
import type { Tab } from './panels.ts'
import { type Details as Asked, DETAIL_ROWS, detailMetrics, detailsQuery } from './queries.ts'
import { rowsOf } from './rows.ts'

const PAUSE = 250

/** All rows of a tab, with a search, more metrics, an order and pages. */
export function Details({ tab, onClose }: { tab: Tab; onClose: () => void }) {
	const { state, domain } = useBoard()
	const [search, setSearch] = useState('')
	const [asked, setAsked] = useState<Asked>({
		search: '',
		order: { metric: tab.metrics[0], direction: 'desc' },
		page: 0,
	})
	useEffect(() => {
		if (search.trim() === asked.search) return
		const pause = setTimeout(() => setAsked({ ...asked, search: search.trim(), page: 0 }), PAUSE)
		return () => clearTimeout(pause)
	}, [search, asked])
	const { data, isError, isFetching, isPlaceholderData, refetch } = useAnswer(detailsQuery(state, tab, asked))
	const rows = useMemo(() => data && rowsOf(tab, data.results, domain), [data, tab, domain])
	const total = data?.meta.total_rows ?? 0
	const top = useRef<HTMLDivElement>(null)
	useEffect(() => {
		// With fingers a field that gets the focus covers half of the list with a keyboard.
		if (matchMedia('(pointer: fine)').matches) top.current?.querySelector('input')?.focus()
	}, [])
	return (
		<div ref={top} className="details-body">
			<Field
				label={`Search ${tab.label.toLowerCase()}`}
				type="search"
				value={search}
				autocomplete="off"
				onInput={(event) => setSearch(event.currentTarget.value)}
			/>
			{isError && !isFetching && (
				<Notice kind="error">
					<p>This list cannot be read at the moment.</p>
					<Button onClick={() => refetch()}>Try again</Button>
				</Notice>
			)}
			<div className={`details-list ${isPlaceholderData ? 'stale' : ''}`} aria-busy={isFetching}>
				{!rows && !isError && <Skeleton lines={12} />}
				{rows?.length === 0 && <p className="panel-nothing">Nothing is called so in this period</p>}
				{rows && rows.length > 0 && (
					<List
						tab={tab}
						rows={rows}
						metrics={detailMetrics(state, tab)}
						onChosen={onClose}
						heading={(metric) => (
							<Heading
								metric={metric}
								order={asked.order}
								onOrder={(order) => setAsked({ ...asked, order, page: 0 })}
							/>
						)}
					/>
				)}
			</div>
			<Pages total={total} page={asked.page} onPage={(page) => setAsked({ ...asked, page })} />
		</div>
	)
}

interface HeadingProps {
	metric: MetricName
	order: Asked['order']
	onOrder: (order: Asked['order']) => void
}

function Heading({ metric, order, onOrder }: HeadingProps) {
	const current = order.metric === metric
	const next = current && order.direction === 'desc' ? 'asc' : 'desc'
	return (
		<button
			type="button"
			className="details-sort"
			aria-label={`Sort by ${METRICS[metric].label.toLowerCase()}, ${next === 'desc' ? 'highest' : 'lowest'} first`}
			onClick={() => onOrder({ metric, direction: next })}
		>
			{METRICS[metric].label}
			{current && <Icon name={order.direction === 'desc' ? 'down' : 'up'} />}
		</button>
	)
}

function Pages({ total, page, onPage }: { total: number; page: number; onPage: (page: number) => void }) {
	const first = page * DETAIL_ROWS + 1
	const last = Math.min(total, first + DETAIL_ROWS - 1)
	return (
		<nav className="details-pages" aria-label="Pages of the list">
			<Button kind="quiet" icon="back" disabled={page === 0} onClick={() => onPage(page - 1)}>
				<span>Previous</span>
			</Button>
			<span role="status">{total === 0 ? '' : `${first}–${last} of ${total}`}</span>
			<Button kind="quiet" disabled={last >= total} onClick={() => onPage(page + 1)}>
				<span>Next</span>
				<Icon name="forward" />
			</Button>
		</nav>
	)
}
