import { THRESHOLD } from '../../../workers/model/policy.ts'
import type { Site } from '../sites.ts'
import { Check } from '../ui/check.tsx'
import { Field } from '../ui/field.tsx'
import { problemOf, Rules, useDraft } from './form.tsx'

const { min, max } = THRESHOLD

/** What leaves the account. */
export function Sharing({ site }: { site: Site }) {
	const draft = useDraft(
		site,
		({ privacy: { shared, threshold } }) => ({ shared, threshold: String(threshold) }),
		({ shared, threshold }) => ({ privacy: { shared, threshold: Number(threshold) } }),
	)
	const { value, set, problems } = draft
	const whole =
		/^\d{1,4}$/.test(value.threshold) && Number(value.threshold) >= min && Number(value.threshold) <= max
	const wrong = whole ? undefined : `Enter a whole number from ${min} to ${max}.`
	return (
		<Rules title="Public statistics" draft={draft} wrong={!whole}>
			<Check
				label="Anybody may read the statistics of this site"
				hint="Totals and lists of whole days; never properties, and filters on one dimension alone."
				checked={value.shared}
				onChange={(shared) => set({ shared })}
			/>
			<Field
				label="Fewest visitors of a public number"
				hint="Smaller ones are put together, so that nobody can be made out. You see all of them."
				inputMode="numeric"
				autocomplete="off"
				value={value.threshold}
				error={wrong ?? problemOf(problems, 'privacy.threshold')}
				onInput={(event) => set({ threshold: event.currentTarget.value.trim() })}
			/>
			{site.privacy.shared && (
				<p>
					<a href={`/public/${site.domain}`}>Look at the public page</a>
				</p>
			)}
		</Rules>
	)
}
