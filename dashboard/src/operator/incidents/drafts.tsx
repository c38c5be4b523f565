import { useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { call } from '../../api.ts'
import { Card } from '../../ui/card.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { type DraftField, type Incident, PATH } from './incident.ts'

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
