import { useQuery } from '@tanstack/preact-query'
import { ApiError, call } from '../api.ts'
import { dayOf, momentOf } from '../instants.ts'
import { useTitle } from '../title.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import type { Receipt } from './rights.ts'
import './rights.css'

/** What was deleted, and when. Anybody who has the number may see it: it names nobody. */
export function ReceiptPage({ number }: { number: string }) {
	useTitle('Receipt of a deletion')
	const { data, error, refetch } = useQuery({
		queryKey: ['receipt', number],
		queryFn: () => call<Receipt>('GET', `/api/receipts/${encodeURIComponent(number)}`),
		staleTime: Number.POSITIVE_INFINITY,
	})
	const unknown = error instanceof ApiError && error.status === 404
	return (
		<Sheet
			title="Receipt of a deletion"
			intro="It shows that something was erased, and names nobody. Keep its number or the file."
		>
			{data ? (
				<Shown receipt={data} />
			) : unknown ? (
				<Empty title="There is no receipt of this number">
					<p>A deletion that is still going on has its receipt when it is done, mostly within the hour.</p>
				</Empty>
			) : error ? (
				<Problem error={error} retry={refetch} />
			) : (
				<Skeleton lines={6} />
			)}
		</Sheet>
	)
}

const KINDS = { account: 'An account with all that belonged to it', site: 'A site with all its statistics' }

function Shown({ receipt }: { receipt: Receipt }) {
	// A receipt is looked at years later: it always says the day.
	const now = new Date(0)
	const file = `data:application/json,${encodeURIComponent(JSON.stringify(receipt, null, '\t'))}`
	return (
		<>
			<Card title={KINDS[receipt.kind]}>
				<dl className="rights-facts">
					<dt>Number</dt>
					<dd>
						<code>{receipt.number}</code>
					</dd>
					<dt>Asked for</dt>
					<dd>{momentOf(receipt.requested_at, now)}</dd>
					<dt>Erased</dt>
					<dd>{momentOf(receipt.erased_at, now)}</dd>
					<dt>Backups</dt>
					<dd>
						{receipt.backups_until
							? `Encrypted ones that may still hold it are deleted by ${dayOf(receipt.backups_until)}.`
							: 'None held it.'}
					</dd>
					<dt>SHA-256</dt>
					<dd>
						<code>{receipt.hash}</code>
					</dd>
				</dl>
				<div className="actions">
					<a className="button button-plain" href={file} download={`receipt-${receipt.number}.json`}>
						Download
					</a>
				</div>
			</Card>
			<Card title="What went">
				<table className="rights-counts">
					<tbody>
						{Object.entries(receipt.counts).map(([name, count]) => (
							<tr key={name}>
								<th scope="row">{name.replaceAll('_', ' ')}</th>
								<td>{count.toLocaleString()}</td>
							</tr>
						))}
					</tbody>
				</table>
			</Card>
			{receipt.kept.length > 0 && (
				<Card title="What the law makes us keep">
					<ul>
						{receipt.kept.map(({ what, why, until }) => (
							<li key={what}>
								{what}, until {dayOf(until)}. <span className="quiet">{why}.</span>
							</li>
						))}
					</ul>
				</Card>
			)}
		</>
	)
}
