import { useInfiniteQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { call } from '../api.ts'
import { momentOf } from '../instants.ts'
import { useSites } from '../sites.ts'
import { useTitle } from '../title.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Field } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { Problem } from '../ui/problem.tsx'
import { Select } from '../ui/select.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import './teams.css'
import { type Member, pathOf, usePart, useTeam } from './teams.ts'

interface Look {
	day: string
	site_id: number
	site: string | null
	all_sites: boolean
	kind: keyof typeof KINDS
	person: string | null
	email: string | null
	key: string | null
	first_at: string
	last_at: string
	minutes: number
}
interface Page {
	rows: Look[]
	after: string | null
}

const KINDS = {
	dashboard: 'Dashboard',
	public: 'Public page',
	api: 'API',
	export: 'Export',
	support: 'Support',
} as const

const NONE = { site: '', kind: '', user: '', from: '', to: '' }

/** Who looked at what of a team's sites. */
export function AccessLog({ id }: { id: string }) {
	const { data: team } = useTeam(id)
	useTitle('Access log', team?.name ?? 'Team')
	const [filter, setFilter] = useState(NONE)
	const given = Object.entries(filter).filter(([, value]) => value !== '')
	const query = new URLSearchParams(given).toString()
	const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
		queryKey: ['teams', 'log', id, query],
		queryFn: ({ pageParam }) =>
			call<Page>('GET', `${pathOf(id)}/log?${query}&after=${encodeURIComponent(pageParam)}`),
		initialPageParam: '',
		getNextPageParam: (page) => page.after,
	})
	const rows = data?.pages.flatMap((page) => page.rows)
	return (
		<Sheet
			title="Access log"
			intro={`Every look at what the sites of ${team?.name ?? 'the team'} hold: dashboard, public page, API, exports and support. A line sums up one day of one browser or key. Kept for twelve months; no addresses, no devices.`}
			actions={
				<>
					<a className="button button-plain" href={`${pathOf(id)}/log.csv?${query}`} download>
						<Icon name="download" />
						CSV
					</a>
					<ButtonLink kind="quiet" href={`/teams/${id}`} icon="back">
						{team?.name ?? 'Team'}
					</ButtonLink>
				</>
			}
		>
			<Card>
				<Filters id={id} value={filter} onChange={setFilter} />
				{!rows ? (
					error ? (
						<Problem error={error} retry={refetch} />
					) : (
						<Skeleton lines={6} />
					)
				) : rows.length === 0 ? (
					<Empty title={given.length > 0 ? 'Nobody looked in this way' : 'Nobody has looked yet'} />
				) : (
					<Looks rows={rows} />
				)}
				{hasNextPage && (
					<Button busy={isFetchingNextPage} onClick={() => fetchNextPage()}>
						Older
					</Button>
				)}
			</Card>
		</Sheet>
	)
}

function Filters(props: { id: string; value: typeof NONE; onChange: (value: typeof NONE) => void }) {
	const { id, value, onChange } = props
	const { data } = usePart<{ members: Member[] }>(`${pathOf(id)}/members`)
	const { data: sites = [] } = useSites()
	const own = sites.filter((one) => one.team_id === id)
	const set = (name: keyof typeof NONE) => (text: string) => onChange({ ...value, [name]: text })
	return (
		<div className="filters">
			<Select
				label="Site"
				value={value.site}
				options={[
					{ value: '', label: 'All' },
					...own.map(({ domain }) => ({ value: domain, label: domain })),
				]}
				onChange={set('site')}
			/>
			<Select
				label="Way"
				value={value.kind}
				options={[
					{ value: '', label: 'All' },
					...Object.entries(KINDS).map(([kind, label]) => ({ value: kind, label })),
				]}
				onChange={set('kind')}
			/>
			<Select
				label="Person"
				value={value.user}
				options={[
					{ value: '', label: 'Everybody' },
					...(data?.members ?? []).map((one) => ({ value: one.id, label: one.name })),
				]}
				onChange={set('user')}
			/>
			{(['from', 'to'] as const).map((end) => (
				<Field
					key={end}
					label={end === 'from' ? 'From' : 'To'}
					type="date"
					value={value[end]}
					onInput={(event) => set(end)(event.currentTarget.value)}
				/>
			))}
		</div>
	)
}

function Looks({ rows }: { rows: readonly Look[] }) {
	const now = new Date()
	return (
		<div className="log-scroll">
			<table className="log">
				<thead>
					<tr>
						<th scope="col">Last</th>
						<th scope="col">Way</th>
						<th scope="col">Site</th>
						<th scope="col">Who</th>
						<th scope="col">Minutes</th>
					</tr>
				</thead>
				<tbody>
					{rows.map((row) => (
						<tr key={[row.day, row.site_id, row.kind, row.first_at, row.email, row.key].join(' ')}>
							<td>
								<time dateTime={row.last_at}>{momentOf(row.last_at, now)}</time>
							</td>
							<td>
								{KINDS[row.kind]}
								{row.key && ` (${row.key})`}
							</td>
							<td>{row.all_sites ? 'All' : (row.site ?? 'a site that left')}</td>
							<td>
								{whoOf(row)}
								{row.email && <div className="quiet">{row.email}</div>}
							</td>
							<td>
								{row.minutes === 1
									? '1 minute'
									: `${row.minutes} minutes, first ${momentOf(row.first_at, now)}`}
							</td>
						</tr>
					))}
				</tbody>
			</table>
		</div>
	)
}

const whoOf = ({ kind, person }: Look): string => {
	if (kind === 'public') return 'Anybody'
	if (person === null) return 'An account that is gone'
	return kind === 'support' ? `${person}, support` : person
}
