import { Refusal } from '../account/refusal.tsx'
import { momentOf } from '../instants.ts'
import { useMutation } from '../mutation.ts'
import { useTitle } from '../title.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Notice } from '../ui/notice.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Ending } from './ending.tsx'
import {
	archiveOf,
	type Export,
	sizeOf,
	useAskExport,
	useDoomedSites,
	useExports,
	useUndo,
} from './rights.ts'
import './rights.css'

/** What belongs to the person: to take along, and to have deleted. Nobody is asked for either. */
export function Data() {
	useTitle('Your data')
	return (
		<Sheet
			title="Your data"
			intro="It is yours: take all of it along, or have it deleted, whenever you like and without asking anybody."
		>
			<Taking />
			<Doomed />
			<Ending />
		</Sheet>
	)
}

function Taking() {
	const { data, error, refetch } = useExports()
	const ask = useAskExport()
	const asking = useMutation({ mutationFn: () => ask() })
	return (
		<Card title="Take it along">
			<p>
				One archive with everything about you, the teams that you own and their sites: profile, settings, who
				did what, support, and every event and sum, in formats that programs read (JSON, NDJSON, CSV).
			</p>
			<div className="actions">
				<Button kind="primary" busy={asking.isPending} onClick={() => asking.mutate()}>
					Make an archive
				</Button>
			</div>
			{asking.error && <Refusal error={asking.error} />}
			{data ? (
				<Exports all={data.exports} />
			) : error ? (
				<Problem error={error} retry={refetch} />
			) : (
				<Skeleton lines={2} />
			)}
		</Card>
	)
}

function Exports({ all }: { all: Export[] }) {
	if (all.length === 0) return <Empty title="No archive yet" />
	return (
		<ul className="rights-list" aria-label="Archives">
			{all.map((one) => (
				<li key={one.id}>
					<span className="rights-what">
						<strong>{one.site ?? 'Everything'}</strong>
						<span className="quiet small" role="status">
							{one.ready && one.expires_at
								? `${one.files} files, ${sizeOf(one.bytes)} · until ${momentOf(one.expires_at, new Date())}`
								: `being made: ${one.files} files so far · we write to you when it is ready`}
						</span>
					</span>
					{one.ready && (
						<a className="button button-plain" href={archiveOf(one)} download>
							Download<span className="unseen"> the archive of {one.site ?? 'everything'}</span>
						</a>
					)}
				</li>
			))}
		</ul>
	)
}

/** Sites that are being deleted; nothing where there are none. */
function Doomed() {
	const { data } = useDoomedSites()
	const undo = useUndo()
	const undoing = useMutation({ mutationFn: undo })
	if (!data || data.length === 0) return null
	return (
		<Card title="Sites being deleted">
			<p className="quiet">They are closed and count nothing. Until their day you can take it back.</p>
			{undoing.error && <Refusal error={undoing.error} />}
			<ul className="rights-list" aria-label="Sites being deleted">
				{data.map((one) => (
					<li key={one.id}>
						<span className="rights-what">
							<strong>{one.domain}</strong>
							<span className="quiet small">will be erased on {momentOf(one.due_at, new Date())}</span>
						</span>
						<Button
							busy={undoing.isPending && undoing.variables?.id === one.id}
							onClick={() => undoing.mutate(one)}
						>
							Take it back<span className="unseen"> for {one.domain}</span>
						</Button>
					</li>
				))}
			</ul>
			{undoing.isSuccess && <Notice kind="good">The site is back as it was.</Notice>}
		</Card>
	)
}
