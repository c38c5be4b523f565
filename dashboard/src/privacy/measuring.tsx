import type { Site } from '../sites.ts'
import { Check, Choice } from '../ui/check.tsx'
import { Rules, useDraft } from './form.tsx'

const read = ({ mode, privacy: { notice, exempt, profile, consent, fallback } }: Site) => ({
	mode,
	notice,
	exempt,
	profile,
	consent,
	fallback,
})

/** How visitors are told apart, and whose word it takes. */
export function Measuring({ site }: { site: Site }) {
	const draft = useDraft(site, read, ({ mode, ...privacy }) => ({ mode, privacy }))
	const { value, set } = draft
	return (
		<Rules title="Measuring" draft={draft}>
			<Choice
				legend="How to tell visitors apart"
				value={value.mode}
				onChange={(mode) => set({ mode })}
				options={[
					{
						value: 'lightweight',
						label: 'Without cookies',
						hint: 'Nothing is stored on anybody’s device. A visitor is known for one day and then to nobody.',
					},
					{
						value: 'cookie',
						label: 'With a cookie, where the visitor’s law and choice allow it',
						hint: 'Returning visitors can be counted. Everybody else is counted without. Needs the script jitt.consent.js.',
					},
				]}
			/>
			{value.mode === 'cookie' && (
				<>
					<fieldset className="checks">
						<legend className="field-label">What you have seen to</legend>
						<Check
							label="The site has a privacy notice that speaks of this cookie"
							hint="Without one, no cookie is set before somebody agrees."
							checked={value.notice}
							onChange={(notice) => set({ notice })}
						/>
						<Check
							label="The site meets the conditions for measuring an audience without consent"
							hint="France, Italy, the Netherlands and Spain have such exemptions, each with conditions of its own. Ask somebody who knows before you say so."
							checked={value.exempt}
							onChange={(exempt) => set({ exempt })}
						/>
					</fieldset>
					<Choice
						legend="When to ask for consent"
						value={value.consent}
						onChange={(consent) => set({ consent })}
						options={[
							{ value: 'geo', label: 'Where the visitor’s law asks for it' },
							{ value: 'required', label: 'Everywhere', hint: 'Nobody is counted before they agree.' },
							{
								value: 'none',
								label: 'Nowhere',
								hint: 'On your own responsibility. Opt-outs, refusals and signals of the browser are honoured all the same.',
							},
						]}
					/>
					<Choice
						legend="Where no cookie may be set"
						value={value.fallback}
						onChange={(fallback) => set({ fallback })}
						options={[
							{ value: 'lightweight', label: 'Count without one' },
							{ value: 'none', label: 'Do not count' },
						]}
					/>
				</>
			)}
			<Choice
				legend="Where lawyers disagree"
				value={value.profile}
				onChange={(profile) => set({ profile })}
				options={[
					{ value: 'default', label: 'Follow the reading that most share' },
					{
						value: 'strict',
						label: 'Follow the strictest reading',
						hint: 'In most of Europe this asks for consent even without cookies, and counts far fewer visitors.',
					},
				]}
			/>
		</Rules>
	)
}
