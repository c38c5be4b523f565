import { useState } from 'preact/hooks'
import { explain } from '../../explain.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Check } from '../../ui/check.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { type Incident, type Item, type NoticeTexts, useAct } from './incident.ts'

/** Labels of the fields, by the names that the API says are missing. Numbers are those of the notices. */
export const LABELS: Record<string, string> = {
	'contact.name': '1 Name',
	'contact.person': '1 Contact person',
	'contact.email': '1 E-mail',
	'contact.phone': '1 Phone',
	what: '3 What happened',
	cause: '3 Cause',
	person_categories: '4 Persons: categories',
	persons: '4 Persons: about how many',
	record_categories: '5 Records: categories',
	records: '5 Records: about how many',
	items: '6 Data concerned',
	consequences: '8 Likely consequences',
	taken: '9 Measures taken',
	planned: '9 Measures planned',
	advice: '10 What holders of accounts can do',
	owner_advice: '10 What owners of sites can do',
	remedies: '11 Rights and remedies, where to complain',
	delay: '12 Reasons for delay',
	risk: '13 Risk',
	risk_why: '13 Why',
	story: 'The full story, for the end',
}

type Texts = {
	[K in keyof NoticeTexts]: NoticeTexts[K] extends string ? K : never
}[keyof NoticeTexts]

/** The one form of all notices. What people typed is kept until it is saved, whatever else changes. */
export function NoticeForm({ of }: { of: Incident }) {
	const [notice, setNotice] = useState(of.notice)
	const saving = useAct(of.id, 'PUT', '', () => ({ revision: of.revision, notice }))
	const set = (change: Partial<NoticeTexts>) => setNotice({ ...notice, ...change })
	const dirty = JSON.stringify(notice) !== JSON.stringify(of.notice)
	const text = (name: Texts, rows = 3) => (
		<TextArea
			label={LABELS[name] ?? name}
			rows={rows}
			maxLength={name === 'story' ? 20_000 : 5000}
			value={notice[name]}
			onInput={(value) => set({ [name]: value })}
		/>
	)
	const number = (name: 'persons' | 'records', found: number) => (
		<Field
			type="number"
			min={0}
			label={LABELS[name] ?? name}
			hint={`Found: ${found.toLocaleString()}`}
			value={notice[name] ?? ''}
			onInput={({ currentTarget: { value } }) => set({ [name]: value === '' ? null : Number(value) })}
		/>
	)
	const contact = (name: keyof NoticeTexts['contact'], type = 'text') => (
		<Field
			type={type}
			label={LABELS[`contact.${name}`] ?? name}
			maxLength={200}
			value={notice.contact[name]}
			onInput={(event) => set({ contact: { ...notice.contact, [name]: event.currentTarget.value } })}
		/>
	)
	return (
		<Card title="Notice">
			<Form onSubmit={() => saving.mutate()} className="incident-notice">
				<div className="incident-pair">
					{contact('name')}
					{contact('person')}
					{contact('email', 'email')}
					{contact('phone', 'tel')}
				</div>
				{text('what')}
				{text('cause')}
				<div className="incident-pair">
					{text('person_categories', 2)}
					{number('persons', of.scope.accounts + of.scope.visitors)}
					{text('record_categories', 2)}
					{number('records', of.scope.accounts + of.scope.events)}
				</div>
				<Items items={notice.items} onChange={(items) => set({ items })} />
				{text('consequences')}
				{text('taken')}
				{text('planned')}
				{text('advice')}
				{text('owner_advice')}
				{text('remedies')}
				<Select
					label={LABELS.risk ?? ''}
					value={notice.risk ?? ''}
					options={[
						{ value: '', label: 'Not assessed yet' },
						{ value: 'none', label: 'Unlikely to be a risk' },
						{ value: 'risk', label: 'A risk' },
						{ value: 'high', label: 'A high risk' },
					]}
					onChange={(risk) => set({ risk: risk === '' ? null : (risk as 'none') })}
				/>
				{text('risk_why')}
				{text('delay', 2)}
				<Check
					label="Information follows in phases"
					hint="Then only what can never wait is needed before the first notice."
					checked={notice.phases}
					onChange={(phases) => set({ phases })}
				/>
				{text('story', 6)}
				{saving.error && <Notice kind="error">{explain(saving.error)}</Notice>}
				<div className="actions">
					<Button kind="primary" type="submit" busy={saving.isPending}>
						Save notice
					</Button>
					{dirty && <span className="quiet small">Not saved yet</span>}
				</div>
			</Form>
		</Card>
	)
}

const NEW: Item = { what: '', protection: 'plain', key_lost: 'unknown' }

function Items({ items, onChange }: { items: Item[]; onChange: (items: Item[]) => void }) {
	const change = (at: number, to: Partial<Item>) =>
		onChange(items.map((item, i) => (i === at ? { ...item, ...to } : item)))
	return (
		<fieldset className="choice">
			<legend className="field-label">{LABELS.items}</legend>
			{items.map((item, i) => (
				// Items have no name of their own, and are only ever added at the end.
				<div className="incident-item" key={`${i}`}>
					<Field
						label="Data"
						maxLength={200}
						value={item.what}
						onInput={(event) => change(i, { what: event.currentTarget.value })}
					/>
					<Select
						label="Protected"
						value={item.protection}
						options={[
							{ value: 'plain', label: 'Not at all' },
							{ value: 'encrypted', label: 'Encrypted' },
							{ value: 'hashed', label: 'Hashed' },
						]}
						onChange={(value) => change(i, { protection: value as Item['protection'] })}
					/>
					<Select
						label="Key or salt lost"
						value={item.key_lost}
						options={[
							{ value: 'unknown', label: 'Unknown' },
							{ value: 'no', label: 'No' },
							{ value: 'yes', label: 'Yes' },
						]}
						onChange={(value) => change(i, { key_lost: value as Item['key_lost'] })}
					/>
					<Button
						kind="quiet"
						icon="trash"
						aria-label={`Remove ${item.what || 'item'}`}
						onClick={() => onChange(items.filter((_, at) => at !== i))}
					/>
				</div>
			))}
			<Button icon="add" onClick={() => onChange([...items, NEW])}>
				Add data
			</Button>
		</fieldset>
	)
}
