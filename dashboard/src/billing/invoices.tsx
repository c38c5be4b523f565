import { dayOf } from '../instants.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { Problem } from '../ui/problem.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { type Invoice, money, useInvoices } from './billing.ts'

const WORDS: Record<string, string> = {
	paid: 'Paid',
	open: 'Open',
	void: 'Cancelled',
	uncollectible: 'Not paid',
}

/** What was invoiced, and what comes next. */
export function Invoices({ team }: { team: string }) {
	const { data, error, refetch } = useInvoices(team)
	return (
		<Card title="Invoices">
			{data ? (
				<>
					{data.next && (
						<p>
							Next: {money(data.next.total, data.invoices[0]?.currency ?? 'eur')} on {dayOf(data.next.at)}.
						</p>
					)}
					{data.invoices.length === 0 && <Empty title="No invoice yet" />}
					<ul className="billing-invoices">
						{data.invoices.map((invoice) => (
							<Row key={invoice.number ?? invoice.created_at} invoice={invoice} />
						))}
					</ul>
				</>
			) : error ? (
				<Problem error={error} retry={refetch} />
			) : (
				<Skeleton lines={3} />
			)}
		</Card>
	)
}

function Row({ invoice: { number, created_at, total, currency, status, page, pdf } }: { invoice: Invoice }) {
	return (
		<li>
			<span>
				<strong>{money(total, currency)}</strong>{' '}
				<span className="quiet small">
					{dayOf(created_at)} · {number}
				</span>
			</span>
			<span className={status === 'open' ? 'billing-open' : 'quiet'}>{WORDS[status] ?? status}</span>
			<span className="billing-links">
				{status === 'open' && page && (
					<a href={page} rel="noreferrer">
						Pay<span className="unseen"> invoice {number}</span>
					</a>
				)}
				{pdf && (
					<a href={pdf} rel="noreferrer">
						PDF<span className="unseen"> of invoice {number}</span>
					</a>
				)}
			</span>
		</li>
	)
}
