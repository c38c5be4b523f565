import { useState } from 'preact/hooks'
import type { Site } from '../sites.ts'
import { Check } from '../ui/check.tsx'
import { entriesOf, Lines } from '../ui/lines.tsx'
import { Select } from '../ui/select.tsx'
import { problemOf, Rules, useDraft } from './form.tsx'
import { pathLines, pathRules } from './privacy.ts'

const TAGS = 'privacy.collect.tags'

const read = ({ privacy: { collect } }: Site) => ({
	...collect,
	paths: pathLines(collect.paths),
	tags: collect.tags?.join('\n') ?? '',
	allTags: collect.tags === null,
})

/** What is written of a visit. Applied before anything is stored. */
export function Collecting({ site }: { site: Site }) {
	const [wrong, setWrong] = useState<string | undefined>()
	const draft = useDraft(site, read, ({ paths, tags, allTags, ...rest }) => ({
		privacy: {
			collect: { ...rest, paths: pathRules(entriesOf(paths)) ?? [], tags: allTags ? null : entriesOf(tags) },
		},
	}))
	const { value, set, problems } = draft
	const submit = () => {
		const fits = pathRules(entriesOf(value.paths)) !== null
		setWrong(fits ? undefined : 'Write each rule as two paths with an arrow between: /user/* → /user/:id')
		if (fits) draft.save()
	}
	return (
		<Rules title="What is collected" draft={draft} onSubmit={submit}>
			<Select
				label="Where visitors are"
				value={value.place}
				onChange={(place) => set({ place: place as typeof value.place })}
				options={[
					{ value: 'city', label: 'Down to the city' },
					{ value: 'region', label: 'Country and region' },
					{ value: 'country', label: 'Country alone' },
					{ value: 'none', label: 'Not at all' },
				]}
			/>
			<Select
				label="Versions of browsers and systems"
				value={value.versions}
				onChange={(versions) => set({ versions: versions as typeof value.versions })}
				options={[
					{ value: 'full', label: 'As they are told' },
					{ value: 'major', label: 'The first number alone' },
					{ value: 'none', label: 'None' },
				]}
			/>
			<Select
				label="Referrers"
				value={value.referrer}
				onChange={(referrer) => set({ referrer: referrer as typeof value.referrer })}
				options={[
					{ value: 'path', label: 'Host and path' },
					{ value: 'host', label: 'Host alone' },
					{ value: 'none', label: 'Source and channel alone' },
				]}
			/>
			<fieldset className="checks">
				<legend className="field-label">Also</legend>
				<Check label="Titles of pages" checked={value.titles} onChange={(titles) => set({ titles })} />
				<Check label="Languages" checked={value.language} onChange={(language) => set({ language })} />
				<Check label="Sizes of windows" checked={value.screen} onChange={(screen) => set({ screen })} />
				<Check label="Web vitals" checked={value.vitals} onChange={(vitals) => set({ vitals })} />
				<Check
					label="Properties of events"
					checked={value.properties}
					onChange={(properties) => set({ properties })}
				/>
			</fieldset>
			<fieldset className="checks">
				<legend className="field-label">Blot out, wherever they stand in addresses and texts</legend>
				<Check
					label="E-mail addresses"
					checked={value.redact.email}
					onChange={(email) => set({ redact: { ...value.redact, email } })}
				/>
				<Check
					label="UUIDs"
					checked={value.redact.uuid}
					onChange={(uuid) => set({ redact: { ...value.redact, uuid } })}
				/>
				<Check
					label="Long numbers"
					hint="Six digits or more, such as numbers of orders and customers."
					checked={value.redact.numbers}
					onChange={(numbers) => set({ redact: { ...value.redact, numbers } })}
				/>
			</fieldset>
			<Lines
				label="Paths to keep as another"
				hint="One rule a line; * stands for anything but a slash, ** for everything. The first that fits holds."
				placeholder="/user/* → /user/:id"
				value={value.paths}
				error={wrong ?? problemOf(problems, 'privacy.collect.paths')}
				onInput={(paths) => {
					setWrong(undefined)
					set({ paths })
				}}
			/>
			<Check
				label="Keep the values of all campaign tags"
				checked={value.allTags}
				onChange={(allTags) => set({ allTags })}
			/>
			{!value.allTags && (
				<Lines
					label="Tags to keep"
					hint="One name a line, as it stands in addresses. None keeps none."
					placeholder="utm_source"
					value={value.tags}
					error={problemOf(problems, TAGS)}
					onInput={(tags) => set({ tags })}
				/>
			)}
		</Rules>
	)
}
