import { useState } from 'preact/hooks'
import { explain, fieldErrors } from '../../explain.ts'
import { momentOf } from '../../instants.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Choice } from '../../ui/check.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { type Clock, fromField, type Incident, toField, useAct } from './incident.ts'

const KIND = { owners: 'Owners of sites', accounts: 'Holders of accounts', authority: 'Authority' } as const
const HOUR = 3_600_000

/** How much time is left, or that it is over, in words and not by colour alone. */
export function ClockText({ clock }: { clock: Clock }) {
	const now = Date.now()
	const left = clock.at === null ? null : new Date(clock.at).getTime() - now
	const words = () => {
		if (clock.state === 'met') return 'Done in time'
		if (clock.state === 'late') return 'Done late'
		if (clock.state === 'idle') return 'Not needed'
		if (left === null) return 'Without delay'
		if (left <= 0) return 'Missed'
		return left < HOUR ? `${Math.ceil(left / 60_000)} min left` : `${Math.floor(left / HOUR)} h left`
	}
	const urgent = clock.state === 'missed' || (clock.state === 'running' && left !== null && left < 6 * HOUR)
	return <span className={`clock ${urgent ? 'clock-urgent' : ''}`}>{words()}</span>
}

/** By when who has to be told. */
export function Clocks({ of }: { of: Incident }) {
	const [noting, setNoting] = useState<Clock | null>(null)
	const now = new Date()
	return (
		<Card title="Clocks">
			{of.clocks.length === 0 && <Empty title="Nobody is concerned so far" />}
			<ul className="incidents">
				{of.clocks.map((clock) => (
					<li key={`${clock.kind}${clock.rule}`}>
						<span className="incidents-what">
							<strong>
								{KIND[clock.kind]}
								{clock.rule !== null && ` ${clock.countries.map((one) => one || '?').join(', ')}`}
							</strong>
							<span className="quiet small">
								{clock.at ? `by ${momentOf(clock.at, now)}` : 'no figure in the law'} · {clock.law}
								{clock.sources.map((source, i) => (
									<>
										{' '}
										<a key={source} href={source} rel="noreferrer" target="_blank">
											[{i + 1}]
										</a>
									</>
								))}
							</span>
						</span>
						<ClockText clock={clock} />
						{clock.kind === 'authority' && (
							<Button kind="quiet" onClick={() => setNoting(clock)}>
								{clock.done_at ? 'Change' : 'Note'}
								<span className="unseen"> what was done about {clock.rule}</span>
							</Button>
						)}
					</li>
				))}
			</ul>
			{noting && <NoteAuthority of={of} clock={noting} onClose={() => setNoting(null)} />}
		</Card>
	)
}

function NoteAuthority({ of, clock, onClose }: { of: Incident; clock: Clock; onClose: () => void }) {
	const known = of.authorities.find((one) => one.rule === clock.rule)
	const [outcome, setOutcome] = useState<'told' | 'not-needed'>(known?.outcome ?? 'told')
	const [at, setAt] = useState(toField(known?.at ?? new Date().toISOString()))
	const [note, setNote] = useState(known?.note ?? '')
	const noting = useAct(
		of.id,
		'PUT',
		'/authorities',
		() => ({ rule: clock.rule, outcome, at: fromField(at), note }),
		onClose,
	)
	const problems = fieldErrors(noting.error)
	return (
		<Dialog title={`Authority: ${clock.law}`} open onClose={onClose}>
			<Form onSubmit={() => noting.mutate()} problems={problems}>
				<Choice
					legend="What was done"
					value={outcome}
					options={[
						{ value: 'told', label: 'It was told' },
						{ value: 'not-needed', label: 'It need not be told' },
					]}
					onChange={setOutcome}
				/>
				<Field
					type="datetime-local"
					label="When"
					value={at}
					error={problems.at}
					onInput={(event) => setAt(event.currentTarget.value)}
				/>
				<Field
					label={outcome === 'told' ? 'Its file number' : 'Why not'}
					maxLength={1000}
					value={note}
					error={problems.note}
					onInput={(event) => setNote(event.currentTarget.value)}
				/>
				{noting.error && Object.keys(problems).length === 0 && (
					<Notice kind="error">{explain(noting.error)}</Notice>
				)}
				<Button kind="primary" type="submit" busy={noting.isPending}>
					Save
				</Button>
			</Form>
		</Dialog>
	)
}
