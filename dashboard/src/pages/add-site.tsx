import { useMemo, useState } from 'preact/hooks'
import { useLocation, useSearch } from 'wouter-preact'
import { explain, fieldErrors } from '../explain.ts'
import { useMutation } from '../mutation.ts'
import { useSiteChanges } from '../sites.ts'
import { useTeams } from '../teams/teams.ts'
import { useTitle } from '../title.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Combobox } from '../ui/combobox.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Select } from '../ui/select.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { allZones, findZones, ownZone } from '../zones.ts'

/** Registers a site, and goes on to its snippet. */
export function AddSite() {
	useTitle('Add a site')
	const [, navigate] = useLocation()
	const zones = useMemo(() => allZones(new Date()), [])
	const [domain, setDomain] = useState('')
	const [timezone, setTimezone] = useState(ownZone)
	const { data: teams = [] } = useTeams()
	const open = teams.filter((team) => team.may.create_sites && !team.lacks_two_factor)
	const asked = new URLSearchParams(useSearch()).get('team')
	const [chosen, setChosen] = useState(asked)
	const team = open.find(({ id }) => id === chosen) ?? open.find(({ own }) => own)
	const [missing, setMissing] = useState<Record<string, string>>({})
	const { add } = useSiteChanges()
	const adding = useMutation({
		mutationFn: add,
		onSuccess: (site) => navigate(`/${site.domain}/install`),
	})
	const problems = { ...missing, ...fieldErrors(adding.error) }
	const submit = () => {
		const found: Record<string, string> =
			domain.trim() === '' ? { domain: 'Enter the name of your site, such as example.org.' } : {}
		setMissing(found)
		if (!found.domain)
			adding.mutate({ domain: domain.trim(), timezone, ...(team ? { team_id: team.id } : {}) })
	}
	return (
		<Sheet title="Add a site" intro="Next you get one line to put into its pages.">
			<Card>
				<Form onSubmit={submit} problems={problems}>
					{adding.error && Object.keys(problems).length === 0 && (
						<Notice kind="error">{explain(adding.error)}</Notice>
					)}
					<Field
						label="Domain"
						hint="The host name people see in their browser, without https:// and path. “www.” is left out."
						name="domain"
						placeholder="example.org"
						inputMode="url"
						autocomplete="off"
						autocapitalize="off"
						spellcheck={false}
						value={domain}
						error={problems.domain}
						onInput={(event) => setDomain(event.currentTarget.value)}
					/>
					<Combobox
						label="Time zone"
						hint="Days and hours in the statistics follow the clocks of this place. Type a city to find another."
						value={timezone}
						find={(text) => findZones(zones, text)}
						error={problems.timezone}
						onChange={setTimezone}
					/>
					{team && open.length > 1 && (
						<Select
							label="Team"
							value={team.id}
							options={open.map(({ id, name }) => ({ value: id, label: name }))}
							onChange={setChosen}
						/>
					)}
					<p className="quiet small">
						The site starts in the mode that needs no consent: no cookie, nothing stored on the visitor’s
						device, and nobody can be followed from one day to the next.
					</p>
					<div className="actions">
						<Button kind="primary" type="submit" busy={adding.isPending}>
							Add site
						</Button>
						<ButtonLink href="/" kind="quiet">
							Cancel
						</ButtonLink>
					</div>
				</Form>
			</Card>
		</Sheet>
	)
}
