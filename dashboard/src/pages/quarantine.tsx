import { useQuery, useQueryClient } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { call } from '../api.ts'
import { explain, fieldErrors } from '../explain.ts'
import { formatCount } from '../format.ts'
import { momentOf } from '../instants.ts'
import { useMutation } from '../mutation.ts'
import { useTitle } from '../title.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Empty } from '../ui/empty.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Problem } from '../ui/problem.tsx'
import { Select } from '../ui/select.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import './keys.css'
import './quarantine.css'

interface Held {
	days: { day: string; reasons: string[]; events: number }[]
	top: Record<'page' | 'referrer' | 'country' | 'hostname' | 'browser', { value: string; events: number }[]>
	events: {
		at: string
		reasons: string[]
		name: string
		hostname: string
		page: string
		referrer: string
		country: string
		browser: string
		os: string
	}[]
}

interface Move {
	id: number
	kind: 'hold' | 'release' | 'undo'
	undoes: number | null
	what: Record<string, unknown> | null
	at: string
	events: number
	done_at: string | null
	undone_by: number | null
}

const REASONS: Record<string, string> = {
	hosting: 'Network of a hosting company',
	spam_referrer: 'Referrer known for spam',
	suspect_agent: 'Program that looks like a browser',
	address: 'Address you named',
	agent: 'Program you named',
	country: 'Country you named',
	hostname: 'Host that is not among yours',
	page: 'Page you named',
	owner: 'Taken out by you',
}
const reasonOf = (code: string): string => REASONS[code] ?? code

/** How often a move that goes on is looked at, ms. */
const WATCH_MS = 1500

/** What was held back from the statistics, why, and how to put it back. */
export function Quarantine({ domain }: { domain: string }) {
	useTitle('Held back', domain)
	const base = `/api/dashboard/sites/${encodeURIComponent(domain)}/quarantine`
	const [reason, setReason] = useState('')
	const held = useQuery({
		queryKey: ['held', domain, reason],
		queryFn: () => call<Held>('GET', `${base}?limit=100${reason && `&reason=${reason}`}`),
	})
	const [releasing, setReleasing] = useState<string | null>(null)
	return (
		<Sheet
			title="Held back"
			intro={
				<>
					Visits of <strong>{domain}</strong> that were kept apart instead of being counted, of the last 30
					days. The rules stand on the page <Link href={`/${domain}/privacy`}>Privacy</Link>.
				</>
			}
		>
			{held.data ? (
				<>
					<Reasons held={held.data} onRelease={setReleasing} />
					<Latest held={held.data} reason={reason} onReason={setReason} />
				</>
			) : held.error ? (
				<Problem error={held.error} retry={held.refetch} />
			) : (
				<Skeleton lines={6} />
			)}
			<Hold base={base} domain={domain} />
			<Moves base={base} domain={domain} />
			{releasing && (
				<Release base={base} domain={domain} reason={releasing} onClose={() => setReleasing(null)} />
			)}
		</Sheet>
	)
}

function Reasons({ held, onRelease }: { held: Held; onRelease: (reason: string) => void }) {
	const counts = new Map<string, number>()
	for (const { reasons, events } of held.days) {
		for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + events)
	}
	if (counts.size === 0) {
		return (
			<Card title="Reasons">
				<Empty title="Nothing is held back">
					<p>When a rule names a visit, it stands here with the reason.</p>
				</Empty>
			</Card>
		)
	}
	const sorted = [...counts].sort((a, b) => b[1] - a[1])
	return (
		<Card title="Reasons">
			<ul className="keys">
				{sorted.map(([reason, events]) => (
					<li key={reason}>
						<span className="keys-what">
							<strong>{reasonOf(reason)}</strong>
							<span className="quiet small">{formatCount(events)} events</span>
						</span>
						<Button kind="quiet" icon="back" onClick={() => onRelease(reason)}>
							Put back<span className="unseen"> what is held for: {reasonOf(reason)}</span>
						</Button>
					</li>
				))}
			</ul>
		</Card>
	)
}

function Latest({
	held,
	reason,
	onReason,
}: {
	held: Held
	reason: string
	onReason: (reason: string) => void
}) {
	const codes = [...new Set([...held.days.flatMap(({ reasons }) => reasons), ...(reason ? [reason] : [])])]
	if (codes.length === 0) return null
	const now = new Date()
	return (
		<Card
			title="Latest"
			actions={
				<Select
					label="Reason"
					hideLabel
					value={reason}
					onChange={onReason}
					options={[
						{ value: '', label: 'All reasons' },
						...codes.map((code) => ({ value: code, label: reasonOf(code) })),
					]}
				/>
			}
		>
			{held.events.length === 0 ? (
				<Empty title="Nothing is held for this reason any more" />
			) : (
				<ul className="held">
					{held.events.map((event) => (
						<li key={`${event.at} ${event.page} ${event.name}`}>
							<span className="held-what">
								{event.name !== 'pageview' && <strong>{event.name} </strong>}
								{event.hostname}
								{event.page}
							</span>
							<span className="quiet small">
								{momentOf(event.at, now)}
								{event.referrer && ` · from ${event.referrer}`}
								{event.country && ` · ${event.country}`}
								{event.browser && ` · ${event.browser}`}
								{event.os && ` on ${event.os}`}
							</span>
							<span className="small">{event.reasons.map(reasonOf).join(', ')}</span>
						</li>
					))}
				</ul>
			)}
		</Card>
	)
}

function Release({
	base,
	domain,
	reason,
	onClose,
}: {
	base: string
	domain: string
	reason: string
	onClose: () => void
}) {
	const queries = useQueryClient()
	const moving = useMutation({
		mutationFn: () => call<Move>('POST', `${base}/release`, { reason }),
		onSuccess: async () => {
			await queries.invalidateQueries({ queryKey: ['moves', domain] })
			onClose()
		},
	})
	return (
		<Dialog title="Put it back into the statistics?" open onClose={onClose}>
			<p>
				All that is held for “{reasonOf(reason)}” is counted as if it had never been held back, past days
				included. Today’s follows after midnight. The rule stays as it is, and you can take this back.
			</p>
			{moving.error && <Notice kind="error">{explain(moving.error)}</Notice>}
			<div className="actions">
				<Button kind="primary" busy={moving.isPending} onClick={() => moving.mutate()}>
					Put back
				</Button>
				<Button kind="quiet" onClick={onClose}>
					Leave it
				</Button>
			</div>
		</Dialog>
	)
}

const MATCHES = [
	['page', 'Page', '/wp-login/**', 'A path; * stands for anything but a slash, ** for everything.'],
	['referrer', 'Referrer', 'spam.example', 'A host.'],
	['hostname', 'Host of the page', 'copy.example', 'A host.'],
	['country', 'Country', 'NO', 'Two letters.'],
	['hosting', 'Networks of hosting companies', '', ''],
] as const

/** Takes what is counted out of the statistics, with the past. */
function Hold({ base, domain }: { base: string; domain: string }) {
	const queries = useQueryClient()
	const [by, setBy] = useState<string>('page')
	const [value, setValue] = useState('')
	const [sure, setSure] = useState(false)
	const [, label, placeholder, hint] = MATCHES.find(([name]) => name === by) ?? MATCHES[0]
	const match =
		by === 'hosting' ? { hosting: true } : { [by]: by === 'country' ? value.toUpperCase() : value }
	const holding = useMutation({
		mutationFn: () => call<Move>('POST', `${base}/hold`, match),
		onSuccess: async () => {
			await queries.invalidateQueries({ queryKey: ['moves', domain] })
			setValue('')
			setSure(false)
		},
	})
	const problem = fieldErrors(holding.error)[by]
	return (
		<Card title="Take out of the statistics">
			<Form onSubmit={() => (by === 'hosting' || value !== '') && setSure(true)}>
				<p className="quiet">
					What is counted already and should not be. Addresses and programs are not stored: nothing can be
					taken out by them.
				</p>
				<Select
					label="By"
					value={by}
					options={MATCHES.map(([name, text]) => ({ value: name, label: text }))}
					onChange={(name) => {
						holding.reset()
						setBy(name)
					}}
				/>
				{by !== 'hosting' && (
					<Field
						label={label}
						hint={hint}
						placeholder={placeholder}
						autocomplete="off"
						autocapitalize="off"
						spellcheck={false}
						value={value}
						error={problem}
						onInput={(event) => {
							holding.reset()
							setValue(event.currentTarget.value.trim())
						}}
					/>
				)}
				<div className="actions">
					<Button type="submit" disabled={by !== 'hosting' && value === ''}>
						Take out
					</Button>
				</div>
			</Form>
			<Confirm
				title="Take it out of the statistics?"
				open={sure}
				confirm="Take out"
				keep="Leave it"
				doing={holding}
				onConfirm={() => holding.mutate()}
				onClose={() => setSure(false)}
			>
				<p>
					All of the past that matches {by === 'hosting' ? label.toLowerCase() : `“${value}”`} is held back,
					and you can take this back for 30 days; then it is deleted for good. What comes from now on follows
					the rules on the page Privacy.
				</p>
			</Confirm>
		</Card>
	)
}

const KINDS = { hold: 'Taken out', release: 'Put back', undo: 'Taken back' } as const

function Moves({ base, domain }: { base: string; domain: string }) {
	const queries = useQueryClient()
	const { data } = useQuery({
		queryKey: ['moves', domain],
		queryFn: () => call<{ moves: Move[] }>('GET', `${base}/moves`),
		refetchInterval: (query) =>
			query.state.data?.moves.some(({ done_at }) => done_at === null) ? WATCH_MS : false,
	})
	const undoing = useMutation({
		mutationFn: (id: number) => call('POST', `${base}/moves/${id}/undo`, {}),
		onSuccess: () =>
			Promise.all([
				queries.invalidateQueries({ queryKey: ['moves', domain] }),
				queries.invalidateQueries({ queryKey: ['held', domain] }),
			]),
	})
	if (!data || data.moves.length === 0) return null
	// Earlier ones may have lost events to it: they come after it.
	const latest = data.moves.find(({ kind, undone_by }) => kind !== 'undo' && undone_by === null)
	const now = new Date()
	return (
		<Card title="What was moved">
			{undoing.error && <Notice kind="error">{explain(undoing.error)}</Notice>}
			<ul className="keys">
				{data.moves.map((move) => (
					<li key={move.id}>
						<span className="keys-what">
							<strong>
								{KINDS[move.kind]}
								{move.undoes !== null && `: move ${move.undoes}`}
								{move.what?.reason !== undefined && `: ${reasonOf(String(move.what.reason))}`}
							</strong>
							<span className="quiet small" role="status">
								Move {move.id} · {momentOf(move.at, now)} · {formatCount(move.events)} events
								{move.done_at === null ? ' so far' : ''}
								{move.undone_by !== null && ` · taken back by move ${move.undone_by}`}
							</span>
						</span>
						{move === latest && move.done_at !== null && (
							<Button
								kind="quiet"
								busy={undoing.isPending && undoing.variables === move.id}
								onClick={() => undoing.mutate(move.id)}
							>
								Undo<span className="unseen"> move {move.id}</span>
							</Button>
						)}
					</li>
				))}
			</ul>
		</Card>
	)
}
