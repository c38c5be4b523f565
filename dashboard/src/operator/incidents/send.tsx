import { useEffect, useState } from 'preact/hooks'
import { explain } from '../../explain.ts'
import { momentOf } from '../../instants.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Confirm } from './confirm.tsx'
import { type Incident, useAct } from './incident.ts'
import { LABELS } from './notice-form.tsx'

/** What is missing, the person's word that it goes out, and who was told. */
export function Send({ of }: { of: Incident }) {
	const [confirming, setConfirming] = useState<'send' | 'end' | null>(null)
	const telling = useAct(of.id, 'POST', '/tell', () => ({}))
	const again = useAct(of.id, 'POST', '/tell-again', () => ({}))
	const waiting = of.tellings.some((one) => one.waiting > 0)
	// While somebody looks on it goes fast; by itself it goes on every five minutes.
	useEffect(() => {
		if (!waiting || telling.isPending || telling.error) return
		const timer = setTimeout(() => telling.mutate(), 1000)
		return () => clearTimeout(timer)
	}, [waiting, telling.isPending, telling.error])
	const last = of.tellings.at(-1)
	const lost = last ? last.failed + last.unsure : 0
	const now = new Date()
	return (
		<Card title="Telling">
			{of.closed_at === null && of.missing.length > 0 && (
				<Notice kind="warning">
					<p>Missing before it can be sent:</p>
					<ul>
						{of.missing.map((name) => (
							<li key={name}>{LABELS[name] ?? name}</li>
						))}
					</ul>
				</Notice>
			)}
			{of.tellings.length === 0 && <Empty title="Nobody was told yet" />}
			<ul className="incidents">
				{of.tellings.map((one) => (
					<li key={one.version}>
						<span className="incidents-what">
							<strong>
								Version {one.version} ({one.kind})
							</strong>
							<span className="quiet small">confirmed {momentOf(one.confirmed_at, now)}</span>
						</span>
						<span>
							{one.told} told
							{one.waiting > 0 && `, ${one.waiting} waiting`}
							{one.failed > 0 && `, ${one.failed} not reached`}
							{one.unsure > 0 && `, ${one.unsure} not known`}
						</span>
					</li>
				))}
			</ul>
			{telling.error && <Notice kind="error">{explain(telling.error)}</Notice>}
			{again.error && <Notice kind="error">{explain(again.error)}</Notice>}
			<div className="actions">
				{of.closed_at === null && (
					<>
						<Button
							kind="primary"
							onClick={() => setConfirming('send')}
							disabled={of.missing.length > 0 || of.decision !== 'notify' || !of.scope.complete}
						>
							{of.version === 0 ? 'Send the notice' : `Send version ${of.version + 1}`}
						</Button>
						{of.version > 0 && (
							<Button onClick={() => setConfirming('end')}>Close with the full story</Button>
						)}
					</>
				)}
				{lost > 0 && (
					<Button busy={again.isPending} onClick={() => again.mutate()}>
						Tell {lost} again
					</Button>
				)}
			</div>
			{of.decision !== 'notify' && of.closed_at === null && (
				<p className="quiet small">First decide that people are told.</p>
			)}
			{confirming && <Confirm of={of} how={confirming} onClose={() => setConfirming(null)} />}
		</Card>
	)
}
