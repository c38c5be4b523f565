import { useQueryClient } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { Refusal } from '../account/refusal.tsx'
import { momentOf } from '../instants.ts'
import { useMutation } from '../mutation.ts'
import type { Site } from '../sites.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Check } from '../ui/check.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { archiveOf, deleteSite, useAskExport } from './rights.ts'
import { showReceipt } from './shown.ts'

/** Taking a site along. */
export function SiteTaking({ site }: { site: Site }) {
	const ask = useAskExport()
	const asking = useMutation({ mutationFn: () => ask(site.domain) })
	const { data, error, isPending } = asking
	if (site.role !== 'owner' && site.role !== 'admin') return null
	return (
		<Card title="Take it along">
			<p>Settings, every event and the sums of each day, in one archive that programs can read.</p>
			{error && <Refusal error={error} />}
			{data && !data.ready && (
				<Notice kind="info">
					It takes a while: we write to you when it is ready, and “Your data” has it.
				</Notice>
			)}
			<div className="actions">
				{data?.ready ? (
					<a className="button button-primary" href={archiveOf(data)} download>
						Download the archive
					</a>
				) : (
					<Button busy={isPending} onClick={() => asking.mutate()}>
						Make an archive
					</Button>
				)}
				<ButtonLink kind="quiet" href="/account/data">
					Your data
				</ButtonLink>
			</div>
		</Card>
	)
}

/** The end of a site: in seven days, or now. */
export function SiteEnding({ site: { domain, role } }: { site: Site }) {
	const [open, setOpen] = useState(false)
	if (role !== 'owner') return null
	return (
		<Card title="Delete this site">
			<p className="quiet">
				It closes at once. Its statistics and everything stored for them are erased after seven days, in which
				you can take it back, or at once if you wish so.
			</p>
			<div className="actions">
				<Button kind="danger" icon="trash" onClick={() => setOpen(true)}>
					Delete site
				</Button>
			</div>
			{open && <Sure domain={domain} onClose={() => setOpen(false)} />}
		</Card>
	)
}

function Sure({ domain, onClose }: { domain: string; onClose: () => void }) {
	const queries = useQueryClient()
	const [, navigate] = useLocation()
	const [typed, setTyped] = useState('')
	const [now, setNow] = useState(false)
	const removing = useMutation({
		mutationFn: () => deleteSite(domain, { confirm: typed.trim(), now }),
		onSuccess: async (asked) => {
			queries.removeQueries({ queryKey: ['site', domain] })
			await queries.invalidateQueries({ queryKey: ['sites'] })
			await queries.invalidateQueries({ queryKey: ['deletions'] })
			if (!showReceipt(queries, asked)) navigate('/account/data')
		},
	})
	const sure = typed.trim().toLowerCase() === domain
	return (
		<Dialog title={`Delete ${domain}?`} open onClose={onClose}>
			<p>The site closes at once. What its pages still report is thrown away.</p>
			<Form onSubmit={() => sure && removing.mutate()}>
				{removing.error && <Refusal error={removing.error} />}
				<Check
					label="Erase everything now"
					hint={`Otherwise it is erased on ${momentOf(inSevenDays(), new Date())}, and can be taken back until then.`}
					checked={now}
					onChange={setNow}
				/>
				<Field
					label={`Type ${domain} to confirm`}
					autocomplete="off"
					autocapitalize="off"
					spellcheck={false}
					value={typed}
					onInput={(event) => setTyped(event.currentTarget.value)}
				/>
				<div className="actions">
					<Button kind="danger" type="submit" disabled={!sure} busy={removing.isPending}>
						{now ? 'Delete for good' : 'Delete in seven days'}
					</Button>
					<Button kind="quiet" onClick={onClose}>
						Keep it
					</Button>
				</div>
			</Form>
		</Dialog>
	)
}

const inSevenDays = (): string => new Date(Date.now() + 7 * 86_400_000).toISOString()
