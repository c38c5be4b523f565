import { Link } from 'wouter-preact'
import type { Site } from '../sites.ts'
import { Check } from '../ui/check.tsx'
import { entriesOf, Lines } from '../ui/lines.tsx'
import { problemOf, Rules, useDraft } from './form.tsx'

const LISTS = [
	[
		'addresses',
		'Addresses',
		'192.0.2.0/24',
		'One address or block a line. Compared in memory, never stored with a visit.',
	],
	['countries', 'Countries', 'NO', 'Two letters each.'],
	['pages', 'Pages', '/admin/**', '* stands for anything but a slash, ** for everything.'],
	['agents', 'Programs', 'UptimeRobot', 'A part of the text that a browser or program says it is.'],
] as const

const read = ({ privacy: { screen } }: Site) => ({
	...screen,
	addresses: screen.addresses.join('\n'),
	countries: screen.countries.join('\n'),
	pages: screen.pages.join('\n'),
	agents: screen.agents.join('\n'),
	hostnames: screen.hostnames.join('\n'),
})

/** What is held back from the statistics, for the owner to look at. */
export function Screening({ site }: { site: Site }) {
	const draft = useDraft(site, read, (value) => ({
		privacy: {
			screen: {
				...value,
				addresses: entriesOf(value.addresses),
				countries: entriesOf(value.countries).map((code) => code.toUpperCase()),
				pages: entriesOf(value.pages),
				agents: entriesOf(value.agents),
				hostnames: entriesOf(value.hostnames).map((host) => host.toLowerCase()),
			},
		},
	}))
	const { value, set, problems } = draft
	return (
		<Rules title="What is held back" draft={draft}>
			<p className="quiet">
				What these rules name is kept apart for a while instead of being counted. You can{' '}
				<Link href={`/${site.domain}/held`}>look at it and put it back</Link>.
			</p>
			<fieldset className="checks">
				<legend className="field-label">Hold back</legend>
				<Check label="Referrers known for spam" checked={value.spam} onChange={(spam) => set({ spam })} />
				<Check
					label="Programs that look like browsers"
					checked={value.suspects}
					onChange={(suspects) => set({ suspects })}
				/>
				<Check
					label="Networks of hosting companies"
					hint="People seldom browse from there, but those behind some VPNs do."
					checked={value.hosting}
					onChange={(hosting) => set({ hosting })}
				/>
			</fieldset>
			{LISTS.map(([name, label, placeholder, hint]) => (
				<Lines
					key={name}
					label={label}
					hint={hint}
					placeholder={placeholder}
					value={value[name]}
					error={problemOf(problems, `privacy.screen.${name}`)}
					onInput={(text) => set({ [name]: text })}
				/>
			))}
			<Lines
				label="Hosts that count"
				hint="One a line, *.example.org for all below it. If any are given, pages of other hosts are held back."
				placeholder={site.domain}
				value={value.hostnames}
				error={problemOf(problems, 'privacy.screen.hostnames')}
				onInput={(hostnames) => set({ hostnames })}
			/>
		</Rules>
	)
}
