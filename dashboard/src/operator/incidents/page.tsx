import { useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { ApiError } from '../../api.ts'
import { explain, fieldErrors } from '../../explain.ts'
import { momentOf } from '../../instants.ts'
import { NotFound } from '../../pages/not-found.tsx'
import { useTitle } from '../../title.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Clocks } from './clocks.tsx'
import { Decision } from './decision.tsx'
import { DraftTexts } from './drafts.tsx'
import { FactsForm } from './facts-form.tsx'
import { type Facts, type Incident, NATURES, SYSTEMS, useAct, useIncident } from './incident.ts'
import './incidents.css'
import { NoticeForm } from './notice-form.tsx'
import { Send } from './send.tsx'

/** One incident, from what is known to who was told. */
export function IncidentPage({ id }: { id: number }) {
	const { data, error, refetch } = useIncident(id)
	useTitle(data?.reference ?? 'Incident', 'Console')
	if (error instanceof ApiError && error.status === 404) return <NotFound />
	if (!data) return error ? <Problem error={error} retry={refetch} /> : <Skeleton lines={8} />
	const open = data.closed_at === null
	return (
		<Sheet
			title={data.title}
			intro={
				<>
					{data.reference}
					{!open && ', closed'}
					<br />
					<Link href="/operator/incidents">All incidents</Link>
				</>
			}
		>
			<Clocks of={data} />
			<Known of={data} />
			<Concerned of={data} />
			{open && <Decision key={`d${data.id}`} of={data} />}
			{open && <NoticeForm key={`n${data.id}`} of={data} />}
			<DraftTexts of={data} />
			<Send of={data} />
			<Card title="Steps">
				<ol className="incident-steps">
					{data.steps.map((step) => (
						<li key={step.at + step.what}>
							<time className="quiet small" dateTime={step.at}>
								{momentOf(step.at, new Date())}
							</time>{' '}
							{step.what}
						</li>
					))}
				</ol>
			</Card>
		</Sheet>
	)
}

/** What is known, and its change. */
function Known({ of }: { of: Incident }) {
	const [changing, setChanging] = useState(false)
	const { facts } = of
	const now = new Date()
	const names = (list: readonly (readonly [string, string, string])[], some: string[]) =>
		some.map((id) => list.find(([one]) => one === id)?.[1] ?? id).join(', ')
	return (
		<Card
			title="What is known"
			actions={of.closed_at === null && <Button onClick={() => setChanging(true)}>Change</Button>}
		>
			<dl className="incident-fields">
				<div>
					<dt>When</dt>
					<dd>
						{momentOf(facts.starts_at, now)} to{' '}
						{facts.ends_at ? momentOf(facts.ends_at, now) : 'now, it goes on'}; discovered{' '}
						{momentOf(facts.discovered_at, now)}; aware {momentOf(facts.aware_at, now)}
					</dd>
				</div>
				<div>
					<dt>Systems</dt>
					<dd>{names(SYSTEMS, facts.systems)}</dd>
				</div>
				<div>
					<dt>Kind</dt>
					<dd>{names(NATURES, facts.nature)}</dd>
				</div>
			</dl>
			{changing && <ChangeFacts of={of} onClose={() => setChanging(false)} />}
		</Card>
	)
}

function ChangeFacts({ of, onClose }: { of: Incident; onClose: () => void }) {
	const saving = useAct<Facts>(of.id, 'PUT', '', (facts) => ({ revision: of.revision, facts }), onClose)
	const problems = Object.fromEntries(
		Object.entries(fieldErrors(saving.error)).map(([name, text]) => [name.replace(/^facts\./, ''), text]),
	)
	return (
		<Dialog title="What is known" open onClose={onClose} className="incident-dialog">
			<FactsForm of={of.facts} problems={problems} onSave={saving.mutate}>
				<p className="quiet small">Whom it concerns is found anew. Who was told stays concerned.</p>
				{saving.error && <Notice kind="error">{explain(saving.error)}</Notice>}
				<Button kind="primary" type="submit" busy={saving.isPending}>
					Save
				</Button>
			</FactsForm>
		</Dialog>
	)
}

/** Whom it concerns, as far as that was found. */
function Concerned({ of }: { of: Incident }) {
	const finding = useAct(of.id, 'POST', '/scope', () => ({}))
	const { scope } = of
	const names = new Intl.DisplayNames(undefined, { type: 'region', fallback: 'code' })
	const numbers = [
		['Accounts, by their own data', scope.holders],
		['Accounts, as owners of sites', scope.owners],
		['Sites', scope.sites],
		['Visitors, at most', scope.visitors],
		['Erased since', scope.erased],
	] as const
	return (
		<Card title="Whom it concerns">
			<dl className="incident-numbers">
				{numbers.map(([label, count]) => (
					<div key={label}>
						<dt className="quiet small">{label}</dt>
						<dd>{count.toLocaleString()}</dd>
					</div>
				))}
			</dl>
			{scope.countries.length > 0 && (
				<p>
					Countries of visitors:{' '}
					{scope.countries
						.slice(0, 40)
						.map(({ country, visits }) => `${nameOf(names, country)} (${visits.toLocaleString()})`)
						.join(', ')}
				</p>
			)}
			{!scope.complete && (
				<Notice kind="info">
					<p>Not all were found yet. It goes on by itself every five minutes, or now:</p>
					<Button busy={finding.isPending} onClick={() => finding.mutate()}>
						Go on
					</Button>
				</Notice>
			)}
			{finding.error && <Notice kind="error">{explain(finding.error)}</Notice>}
		</Card>
	)
}

/** What is no country stays as it is. */
function nameOf(names: Intl.DisplayNames, country: string): string {
	try {
		return country === '' ? 'unknown' : (names.of(country) ?? country)
	} catch {
		return country
	}
}
