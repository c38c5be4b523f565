import { useQuery, useQueryClient } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { call } from '../api.ts'
import { explain } from '../explain.ts'
import { formatCount } from '../format.ts'
import { momentOf } from '../instants.ts'
import { useMutation } from '../mutation.ts'
import type { Site } from '../sites.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Notice } from '../ui/notice.tsx'

interface Count {
	read: number
	changed: number
}

interface Preview {
	events: Count
	visits: Count
	examples: { field: string; before: string; after: string }[]
	next: string | null
}

interface State {
	state: 'none' | 'running' | 'done'
	finished_at?: string | null
	progress?: number
	events?: number
	visits?: number
}

const WATCH_MS = 1500

/** Has the past follow the rules of collecting, after a look at what would change. */
export function Pruning({ site }: { site: Site }) {
	const path = `/api/dashboard/sites/${encodeURIComponent(site.domain)}/prune`
	const queries = useQueryClient()
	const key = ['prune', site.domain]
	const [sure, setSure] = useState(false)
	const { data: state } = useQuery({
		queryKey: key,
		queryFn: () => call<State>('GET', path),
		refetchInterval: (query) => (query.state.data?.state === 'running' ? WATCH_MS : false),
	})
	const looking = useMutation({ mutationFn: () => previewOf(path) })
	const applying = useMutation({
		mutationFn: () => call<State>('POST', path, { apply: true }),
		onSuccess: (now) => {
			queries.setQueryData(key, now)
			looking.reset()
			setSure(false)
		},
	})
	const found = looking.data
	const nothing = found && found.events.changed + found.visits.changed === 0
	const running = state?.state === 'running'
	return (
		<Card title="The past">
			<p>
				These rules hold from the next visit on. What is stored already can be made to follow them: see first
				what would change.
			</p>
			{looking.error && <Notice kind="error">{explain(looking.error)}</Notice>}
			{running && (
				<Notice kind="info">
					The past is being changed: {Math.floor((state.progress ?? 0) * 100)} %. You can leave this page.
				</Notice>
			)}
			{state?.state === 'done' && state.finished_at && (
				<p className="quiet">
					Last done {momentOf(state.finished_at, new Date())}: {formatCount(state.events ?? 0)} events and{' '}
					{formatCount(state.visits ?? 0)} visits were changed.
				</p>
			)}
			{nothing && <Notice kind="good">All that is stored follows these rules already.</Notice>}
			{found && !nothing && (
				<>
					<p>
						{formatCount(found.events.changed)} of {formatCount(found.events.read)} events and{' '}
						{formatCount(found.visits.changed)} of {formatCount(found.visits.read)} visits
						{found.next ? ' looked at so far' : ''} would change. For example:
					</p>
					<ul className="notes">
						{found.examples.map(({ field, before, after }) => (
							<li key={`${field} ${before}`}>
								{field.replaceAll('_', ' ')}: <code>{before}</code> becomes{' '}
								{after === '' ? 'nothing' : <code>{after}</code>}
							</li>
						))}
					</ul>
				</>
			)}
			<div className="actions">
				<Button busy={looking.isPending} disabled={running} onClick={() => looking.mutate()}>
					See what would change
				</Button>
				{found && !nothing && (
					<Button kind="danger" disabled={running} onClick={() => setSure(true)}>
						Change the past
					</Button>
				)}
			</div>
			<Confirm
				title="Change what is stored?"
				open={sure}
				confirm="Change the past"
				keep="Leave it"
				doing={applying}
				onConfirm={() => applying.mutate()}
				onClose={() => setSure(false)}
			>
				<p>
					Values that these rules leave out are gone for good: nobody can bring them back, by changing the
					rules neither.
				</p>
			</Confirm>
		</Card>
	)
}

/** Stretches of the past that one look goes through. */
const MOST_PARTS = 20
const MOST_EXAMPLES = 8

/** What would change, over as much of the past as somebody waits for. */
async function previewOf(path: string): Promise<Preview> {
	const all: Preview = {
		events: { read: 0, changed: 0 },
		visits: { read: 0, changed: 0 },
		examples: [],
		next: null,
	}
	for (let part = 0; part < MOST_PARTS; part++) {
		const from = all.next
		const one = await call<Preview>('POST', path, { apply: false, ...(from ? { from } : {}) })
		for (const kind of ['events', 'visits'] as const) {
			all[kind].read += one[kind].read
			all[kind].changed += one[kind].changed
		}
		all.examples = [...all.examples, ...one.examples].slice(0, MOST_EXAMPLES)
		all.next = one.next
		if (one.next === null) break
	}
	return all
}
