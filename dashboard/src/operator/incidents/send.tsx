import { useQuery } from '@tanstack/preact-query'
import { useEffect, useState } from 'preact/hooks'
import { call } from '../../api.ts'
import { explain } from '../../explain.ts'
import { momentOf } from '../../instants.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Check, Choice } from '../../ui/check.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { type DraftField, type Incident, PATH, useAct } from './incident.ts'
import { LABELS } from './notice-form.tsx'

/** Whether people are told, how it is shown, and the end of an incident of which they are not. */
export function Decision({ of }: { of: Incident }) {
	const [decision, setDecision] = useState(of.decision)
	const [reasons, setReasons] = useState(of.reasons)
	const [banner, setBanner] = useState(of.banner)
	const [published, setPublished] = useState(of.published)
	const [closing, setClosing] = useState(false)
	// Sending publishes it: the form follows.
	useEffect(() => setPublished(of.published), [of.published])
	const saving = useAct(of.id, 'PUT', '', () => {
		return { revision: of.revision, decision, reasons, banner, published }
	})
	return (
		<Card title="Decision">
			<Form onSubmit={() => saving.mutate()}>
				<Choice
					legend="Are people told?"
					value={decision}
					options={[
						{ value: 'open', label: 'Not decided yet' },
						{ value: 'notify', label: 'They are told' },
						{ value: 'not', label: 'They are not told', hint: 'Write down why: the register keeps it.' },
					]}
					onChange={setDecision}
				/>
				<TextArea label="Reasons" rows={3} maxLength={5000} value={reasons} onInput={setReasons} />
				<Choice
					legend="Banner in the dashboard"
					value={banner}
					options={[
						{ value: 'affected', label: 'For those it concerns' },
						{ value: 'everyone', label: 'For everybody' },
						{ value: 'nobody', label: 'For nobody' },
					]}
					onChange={setBanner}
				/>
				<Check
					label="On the public page"
					hint="It is put there when the first notice is confirmed; nothing is shown before."
					checked={published}
					onChange={setPublished}
				/>
				{saving.error && <Notice kind="error">{explain(saving.error)}</Notice>}
				<div className="actions">
					<Button kind="primary" type="submit" busy={saving.isPending}>
						Save decision
					</Button>
					{of.decision === 'not' && of.version === 0 && (
						<Button onClick={() => setClosing(true)}>Close without telling</Button>
					)}
				</div>
			</Form>
			{closing && <Confirm of={of} how="close" onClose={() => setClosing(false)} />}
		</Card>
	)
}

const AUDIENCES = [
	{ value: 'letter', label: 'Letter, as people get it' },
	{ value: 'holder', label: 'Holders of accounts' },
	{ value: 'owner', label: 'Owners of sites' },
	{ value: 'authority', label: 'Form for an authority' },
	{ value: 'public', label: 'Public page' },
]
type Drafts = Record<'authority' | 'owner' | 'holder' | 'public', DraftField[]> & {
	letter: { subject: string; text: string }
}

/** What the saved notice says to each reader. */
export function DraftTexts({ of }: { of: Incident }) {
	const [audience, setAudience] = useState('letter')
	const { data, error, refetch } = useQuery({
		queryKey: ['operator-drafts', of.id],
		queryFn: () => call<Drafts>('GET', `${PATH}/${of.id}/drafts`),
	})
	const fields = data && audience !== 'letter' ? data[audience as 'holder'] : []
	return (
		<Card title="Drafts">
			<Select label="For" value={audience} options={AUDIENCES} onChange={setAudience} />
			{!data ? (
				error ? (
					<Problem error={error} retry={refetch} />
				) : (
					<Skeleton lines={6} />
				)
			) : audience === 'letter' ? (
				<pre className="incident-letter">
					{data.letter.subject}
					{'\n\n'}
					{data.letter.text}
				</pre>
			) : (
				<dl className="incident-fields">
					{fields.map(({ number, label, text }) => (
						<div key={number}>
							<dt>
								{number} {label}
							</dt>
							<dd>{text}</dd>
						</div>
					))}
				</dl>
			)}
		</Card>
	)
}

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

const HOW = {
	send: { title: 'Send the notice?', label: 'Send it', path: '/notices' },
	end: { title: 'Send the full story and close?', label: 'Send and close', path: '/notices' },
	close: { title: 'Close without telling anybody?', label: 'Close it', path: '/close' },
} as const

/** Asks for the incident's reference, typed. */
function Confirm({ of, how, onClose }: { of: Incident; how: keyof typeof HOW; onClose: () => void }) {
	const [typed, setTyped] = useState('')
	const [wrong, setWrong] = useState<string | undefined>()
	const { title, label, path } = HOW[how]
	const confirming = useAct(
		of.id,
		'POST',
		path,
		() => ({
			reference: typed.trim(),
			version: of.version + 1,
			revision: of.revision,
			closing: how === 'end',
		}),
		onClose,
	)
	const submit = () => {
		const problem = typed.trim() === of.reference ? undefined : `Type ${of.reference}.`
		setWrong(problem)
		if (!problem) confirming.mutate()
	}
	return (
		<Dialog title={title} open onClose={onClose}>
			<Form onSubmit={submit} problems={wrong ? { typed: wrong } : {}}>
				{how !== 'close' && (
					<p>
						{of.scope.accounts} {of.scope.accounts === 1 ? 'account is' : 'accounts are'} told by mail, and it
						is shown on the public page. It cannot be taken back.
					</p>
				)}
				<Field
					label={`Type ${of.reference} to confirm`}
					autocomplete="off"
					value={typed}
					error={wrong}
					onInput={(event) => setTyped(event.currentTarget.value)}
				/>
				{confirming.error && <Notice kind="error">{explain(confirming.error)}</Notice>}
				<div className="actions">
					<Button kind="danger" type="submit" busy={confirming.isPending}>
						{label}
					</Button>
					<Button kind="quiet" onClick={onClose}>
						Not yet
					</Button>
				</div>
			</Form>
		</Dialog>
	)
}
