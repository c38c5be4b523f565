import { useMemo, useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { explain, fieldErrors } from '../explain.ts'
import { useMutation } from '../mutation.ts'
import { SiteEnding, SiteTaking } from '../rights/site-ending.tsx'
import { type Site, useSite, useSiteChanges } from '../sites.ts'
import { OnlyLooking } from '../teams/looking.tsx'
import { useTitle } from '../title.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Combobox } from '../ui/combobox.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { allZones, findZones } from '../zones.ts'

/** What an owner may change of a site, and its end. */
export function Settings({ domain }: { domain: string }) {
	useTitle('Settings', domain)
	const { data: site, error, refetch } = useSite(domain)
	return (
		<Sheet
			title="Settings"
			intro={
				<>
					How <strong>{domain}</strong> is counted, and how to delete it.
				</>
			}
		>
			{site ? (
				<>
					<OnlyLooking site={site} />
					<Rules site={site} />
					<Card title="People">
						<p>
							Who sees this site, guests, and handing it over: <Link href={`/${domain}/people`}>People</Link>.
						</p>
					</Card>
					<SiteTaking site={site} />
					<SiteEnding site={site} />
				</>
			) : error ? (
				<Problem error={error} retry={refetch} />
			) : (
				<Skeleton lines={6} />
			)}
		</Sheet>
	)
}

function Rules({ site }: { site: Site }) {
	const zones = useMemo(() => allZones(new Date()), [])
	const [timezone, setTimezone] = useState(site.timezone)
	const { change } = useSiteChanges()
	const saving = useMutation({
		mutationFn: () => change(site.domain, { timezone }),
	})
	const changed = timezone !== site.timezone
	const problems = fieldErrors(saving.error)
	return (
		<Card title="Counting">
			<Form onSubmit={() => saving.mutate()}>
				{saving.error && Object.keys(problems).length === 0 && (
					<Notice kind="error">{explain(saving.error)}</Notice>
				)}
				<Combobox
					label="Time zone"
					hint="A change counts from the site’s next day on. Past days keep the clocks they were counted by."
					value={timezone}
					find={(text) => findZones(zones, text)}
					error={problems.timezone}
					onChange={(zone) => {
						saving.reset()
						setTimezone(zone)
					}}
				/>
				<p>
					How long data is kept, what of it, and the text with which your own privacy policy discloses Jitt:{' '}
					<Link href={`/${site.domain}/privacy`}>Privacy</Link>.
				</p>
				<div className="actions">
					<Button kind="primary" type="submit" busy={saving.isPending}>
						Save
					</Button>
					<span role="status" className="quiet">
						{saving.isSuccess && !changed && 'Saved.'}
					</span>
				</div>
			</Form>
		</Card>
	)
}
