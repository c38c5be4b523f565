import { useState } from 'preact/hooks'
import { Check, Choice } from '../../ui/check.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Lines } from '../../ui/lines.tsx'
import { type Facts, fromField, NATURES, ownZone, SYSTEMS, toField } from './incident.ts'

const JURISDICTIONS = [
	['eu', 'Sites kept in the EU'],
	['us', 'Sites kept in the US'],
	['none', 'Sites of no jurisdiction'],
] as const

interface FactsFormProps {
	of: Facts | null
	problems: Record<string, string>
	onSave: (facts: Facts) => void
	children: preact.ComponentChildren
}

/** What decides who is affected and which clocks run. */
export function FactsForm({ of, problems, onSave, children }: FactsFormProps) {
	const now = new Date().toISOString()
	const [title, setTitle] = useState(of?.title ?? '')
	const [starts, setStarts] = useState(toField(of?.starts_at ?? null))
	const [ends, setEnds] = useState(toField(of?.ends_at ?? null))
	const [discovered, setDiscovered] = useState(toField(of?.discovered_at ?? now))
	const [aware, setAware] = useState(toField(of?.aware_at ?? now))
	const [systems, setSystems] = useState<string[]>(of?.systems ?? [])
	const [nature, setNature] = useState<string[]>(of?.nature ?? [])
	const [reach, setReach] = useState(of?.reach ?? 'stored')
	const [shards, setShards] = useState((of?.shards ?? []).join('\n'))
	const [places, setPlaces] = useState<string[]>(of?.jurisdictions ?? [])
	const [own, setOwn] = useState<Record<string, string>>({})
	const said = { ...problems, ...own }
	const submit = () => {
		const instants = {
			starts_at: fromField(starts),
			discovered_at: fromField(discovered),
			aware_at: fromField(aware),
		}
		const missing = Object.entries(instants).filter(([, at]) => at === null)
		const found = {
			...(title.trim() === '' ? { title: 'Say in a few words what it is.' } : {}),
			...Object.fromEntries(missing.map(([name]) => [name, 'Give day and time.'])),
			...(systems.length === 0 ? { systems: 'Choose at least one system.' } : {}),
			...(nature.length === 0 ? { nature: 'Choose at least one kind.' } : {}),
		}
		setOwn(found)
		if (Object.keys(found).length > 0) return
		const numbers = shards.split(/\s+/).filter(Boolean).map(Number)
		onSave({
			title: title.trim(),
			...{ starts_at: instants.starts_at ?? '', discovered_at: instants.discovered_at ?? '' },
			...{ aware_at: instants.aware_at ?? '', ends_at: fromField(ends) },
			...{ systems, nature, reach, shards: numbers.length > 0 ? numbers : null },
			jurisdictions: places.length > 0 ? places : null,
		})
	}
	const traffic = systems.includes('traffic') || systems.includes('objects')
	const when = (label: string, name: string, value: string, set: (value: string) => void, hint?: string) => (
		<Field
			type="datetime-local"
			label={label}
			hint={hint}
			value={value}
			error={said[name]}
			onInput={(event) => set(event.currentTarget.value)}
		/>
	)
	return (
		<Form onSubmit={submit} problems={said} className="incident-facts">
			<Field
				label="Title"
				hint="It stands on the public page and in every notice."
				maxLength={200}
				autocomplete="off"
				value={title}
				error={said.title}
				onInput={(event) => setTitle(event.currentTarget.value)}
			/>
			<p className="quiet small">Times are by your clock ({ownZone()}).</p>
			<div className="incident-pair">
				{when('Began', 'starts_at', starts, setStarts)}
				{when('Ended', 'ends_at', ends, setEnds, 'Empty while it goes on.')}
				{when('Discovered', 'discovered_at', discovered, setDiscovered)}
				{when('Aware', 'aware_at', aware, setAware, 'When it was reasonably sure: the clocks run from here.')}
			</div>
			<Many legend="Systems" options={SYSTEMS} chosen={systems} onChange={setSystems} error={said.systems} />
			<Many legend="Kind" options={NATURES} chosen={nature} onChange={setNature} error={said.nature} />
			{traffic && (
				<>
					<Choice
						legend="What of the traffic"
						value={reach}
						options={[
							{
								value: 'stored',
								label: 'All that was stored then',
								hint: 'Somebody could read the database.',
							},
							{
								value: 'arrived',
								label: 'What arrived in that time',
								hint: 'Somebody could listen, or hits were lost.',
							},
						]}
						onChange={setReach}
					/>
					<Many
						legend="Only these sites"
						options={JURISDICTIONS}
						chosen={places}
						onChange={setPlaces}
						hint="None chosen: all."
					/>
					<Lines
						label="Only these databases"
						hint="Numbers, one a line; empty: all."
						value={shards}
						onInput={setShards}
					/>
				</>
			)}
			{children}
		</Form>
	)
}

interface ManyProps {
	legend: string
	hint?: string
	options: readonly (readonly [string, string, string?])[]
	chosen: string[]
	error?: string | undefined
	onChange: (chosen: string[]) => void
}

function Many({ legend, hint, options, chosen, error, onChange }: ManyProps) {
	return (
		<fieldset className="choice">
			<legend className="field-label">{legend}</legend>
			{hint && <p className="field-hint">{hint}</p>}
			{options.map(([id, label, about]) => (
				<Check
					key={id}
					label={label}
					hint={about}
					checked={chosen.includes(id)}
					onChange={(on) => onChange(on ? [...chosen, id] : chosen.filter((one) => one !== id))}
				/>
			))}
			{error && (
				<p className="field-error" role="alert">
					{error}
				</p>
			)}
		</fieldset>
	)
}
