import { useQueryClient } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { Refusal } from '../account/refusal.tsx'
import { call } from '../api.ts'
import { useMutation } from '../mutation.ts'
import { useAskAgain } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Check } from '../ui/check.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Problem } from '../ui/problem.tsx'
import { Select } from '../ui/select.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { type Asked, type Leaving, useLeaving } from './rights.ts'
import { showReceipt } from './shown.ts'

/** The end of the account. */
export function Ending() {
	const { data, error, refetch } = useLeaving()
	const [open, setOpen] = useState(false)
	return (
		<Card title="Delete your account">
			<p>
				Everything about you, your own team and its sites is erased: rows, files, keys, mail, and your
				customer record at our payment provider. You have seven days to take it back, unless you waive them.
			</p>
			<div className="actions">
				<Button kind="danger" icon="trash" onClick={() => setOpen(true)}>
					Delete account
				</Button>
			</div>
			{open && (
				<Dialog title="Delete your account?" open onClose={() => setOpen(false)}>
					{data ? (
						<Sure leaving={data} onClose={() => setOpen(false)} />
					) : error ? (
						<Problem error={error} retry={refetch} />
					) : (
						<Skeleton lines={4} />
					)}
				</Dialog>
			)}
		</Card>
	)
}

const UNDECIDED = ''

function Sure({ leaving, onClose }: { leaving: Leaving; onClose: () => void }) {
	const shared = leaving.teams.filter(({ others }) => others.length > 0)
	const [fate, setFate] = useState<Record<string, string>>({})
	const [typed, setTyped] = useState('')
	const [now, setNow] = useState(false)
	const again = useAskAgain()
	const queries = useQueryClient()
	const ending = useMutation({
		mutationFn: () =>
			call<Asked>('POST', '/api/account/deletion', { confirm: typed.trim(), now, teams: fate }),
		onSuccess: async (asked) => {
			// Where it is done there is nobody signed in any more.
			if (!showReceipt(queries, asked)) await again()
		},
	})
	const going = leaving.teams.filter(({ id, others }) => others.length === 0 || fate[id] === 'delete')
	const sites = going.flatMap((team) => team.sites)
	const decided = shared.every(({ id }) => (fate[id] ?? UNDECIDED) !== UNDECIDED)
	const sure = decided && typed.trim().toLowerCase() === leaving.confirm
	return (
		<Form onSubmit={() => sure && ending.mutate()}>
			{sites.length > 0 ? (
				<p>
					These sites go too: <strong>{sites.join(', ')}</strong>.
				</p>
			) : (
				<p>No site goes with it.</p>
			)}
			{shared.map((team) => (
				<Select
					key={team.id}
					label={`Others are in the team ${team.name}, which only you own. What becomes of it?`}
					value={fate[team.id] ?? UNDECIDED}
					options={[
						{ value: UNDECIDED, label: 'Choose …' },
						...(team.is_own
							? []
							: team.others.map(({ id, name, email }) => ({
									value: id,
									label: `${name} (${email}) owns it`,
								}))),
						{ value: 'delete', label: 'It is deleted, with its sites' },
					]}
					onChange={(value) => setFate({ ...fate, [team.id]: value })}
				/>
			))}
			<Check
				label="Erase everything now"
				hint="Without the seven days: nobody can bring it back, not even we."
				checked={now}
				onChange={setNow}
			/>
			<Field
				label={`Type ${leaving.confirm} to confirm`}
				autocomplete="off"
				autocapitalize="off"
				spellcheck={false}
				value={typed}
				onInput={(event) => setTyped(event.currentTarget.value)}
			/>
			{ending.error && <Refusal error={ending.error} />}
			<div className="actions">
				<Button kind="danger" type="submit" disabled={!sure} busy={ending.isPending}>
					{now ? 'Erase now' : 'Delete in seven days'}
				</Button>
				<Button kind="quiet" onClick={onClose}>
					Keep it
				</Button>
			</div>
		</Form>
	)
}
