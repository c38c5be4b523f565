import { useQuery, useQueryClient } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { RETENTION_DAYS } from '../../../workers/model/policy.ts'
import { call } from '../api.ts'
import { explain } from '../explain.ts'
import { formatCount } from '../format.ts'
import { dayOf, momentOf } from '../instants.ts'
import { useMutation } from '../mutation.ts'
import type { Site } from '../sites.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { problemOf, Rules, useDraft } from './form.tsx'

const KINDS = ['events', 'visits', 'rollups'] as const
type Kind = (typeof KINDS)[number]

interface Going {
	days: number
	goes: number
	/** It was too much to count. */
	more: boolean
	oldest_left: string | null
}

interface Report {
	rules: Record<Kind, { days: number; oldest: string | null }>
	checked_at: string | null
	missed_since: string | null
}

const { min, max } = RETENTION_DAYS
const isDays = (text: string): boolean => /^\d{1,6}$/.test(text) && Number(text) >= min && Number(text) <= max
const WRONG = `Enter a whole number from ${min} to ${max}.`

const LABELS: Record<Kind, [label: string, hint: string]> = {
	events: ['Days to keep events', `From ${min} to ${max}. Filters and details need them.`],
	visits: ['Days to keep visits', 'Left empty: as long as events.'],
	rollups: ['Days to keep daily totals', 'Left empty: as long as events.'],
}
const NAMES: Record<Kind, string> = { events: 'events', visits: 'visits', rollups: 'days of totals' }

const read = ({ retention_days, privacy: { visit_days, rollup_days } }: Site) => ({
	events: String(retention_days),
	visits: visit_days === null ? '' : String(visit_days),
	rollups: rollup_days === null ? '' : String(rollup_days),
})
const daysOrNone = (text: string): number | null => (text === '' ? null : Number(text))

/** How long each kind of data is kept, and what would go if it were less. */
export function Keeping({ site }: { site: Site }) {
	const path = `/api/dashboard/sites/${encodeURIComponent(site.domain)}/retention/preview`
	const queries = useQueryClient()
	const [asked, setAsked] = useState<Record<Kind, Going> | null>(null)
	const draft = useDraft(site, read, ({ events, visits, rollups }) => ({
		retention_days: Number(events),
		privacy: { visit_days: daysOrNone(visits), rollup_days: daysOrNone(rollups) },
	}))
	const { value, set, problems } = draft
	const wrong = {
		events: isDays(value.events) ? undefined : WRONG,
		visits: value.visits === '' || isDays(value.visits) ? undefined : WRONG,
		rollups: value.rollups === '' || isDays(value.rollups) ? undefined : WRONG,
	}
	const looking = useMutation({
		mutationFn: () =>
			call<Record<Kind, Going>>('POST', path, {
				retention_days: Number(value.events),
				visit_days: daysOrNone(value.visits),
				rollup_days: daysOrNone(value.rollups),
			}),
		onSuccess: (going) => (KINDS.some((kind) => going[kind].goes > 0) ? setAsked(going) : draft.save()),
	})
	const save = () => {
		setAsked(null)
		draft.save()
		queries.invalidateQueries({ queryKey: ['retention', site.domain] })
	}
	const field = (kind: Kind, told: string | undefined) => {
		const [label, hint] = LABELS[kind]
		return (
			<Field
				label={label}
				hint={hint}
				inputMode="numeric"
				autocomplete="off"
				value={value[kind]}
				error={wrong[kind] ?? told}
				onInput={(event) => {
					looking.reset()
					set({ [kind]: event.currentTarget.value.trim() })
				}}
			/>
		)
	}
	return (
		<Rules
			title="For how long"
			draft={draft}
			busy={looking.isPending}
			wrong={Object.values(wrong).some((one) => one !== undefined)}
			onSubmit={() => looking.mutate()}
		>
			{field('events', problemOf(problems, 'retention_days'))}
			{field('visits', problemOf(problems, 'privacy.visit_days'))}
			{field('rollups', problemOf(problems, 'privacy.rollup_days'))}
			{looking.error && <Notice kind="error">{explain(looking.error)}</Notice>}
			<Proof domain={site.domain} />
			<Dialog title="Delete what is older?" open={asked !== null} onClose={() => setAsked(null)}>
				<p>These rules delete for good, and nobody can bring it back:</p>
				<ul className="notes">
					{asked &&
						KINDS.filter((kind) => asked[kind].goes > 0).map((kind) => (
							<li key={kind}>
								{asked[kind].more && 'more than '}
								{formatCount(asked[kind].goes)} {NAMES[kind]}
								{asked[kind].oldest_left && `; the oldest left will be of ${dayOf(asked[kind].oldest_left)}`}
							</li>
						))}
				</ul>
				<div className="actions">
					<Button kind="danger" onClick={save}>
						Save and delete
					</Button>
					<Button kind="quiet" onClick={() => setAsked(null)}>
						Keep it
					</Button>
				</div>
			</Dialog>
		</Rules>
	)
}

/** What is held now, and when the rules were last found kept. */
function Proof({ domain }: { domain: string }) {
	const path = `/.well-known/jitt/retention/${domain}`
	const { data } = useQuery({
		queryKey: ['retention', domain],
		queryFn: () => call<Report>('GET', path),
	})
	if (!data) return null
	const oldest = data.rules.events.oldest ?? data.rules.visits.oldest
	return (
		<>
			{data.missed_since && (
				<Notice kind="warning">
					Since {dayOf(data.missed_since)} something older than these rules allow is still there. Deleting it
					is tried again all the time.
				</Notice>
			)}
			<p className="quiet">
				{oldest ? `The oldest day held is ${dayOf(oldest)}. ` : 'Nothing is held yet. '}
				{data.checked_at && `Last checked ${momentOf(data.checked_at, new Date())}. `}
				Every deletion leaves a <a href={path}>receipt</a>.
			</p>
		</>
	)
}
