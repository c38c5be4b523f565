import { useQueryClient } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { Refusal } from '../account/refusal.tsx'
import { call } from '../api.ts'
import { momentOf } from '../instants.ts'
import { useMutation } from '../mutation.ts'
import { useAskAgain, useSignOut } from '../session.ts'
import { useTitle } from '../title.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { type Asked, type Leaving, useLeaving } from './rights.ts'
import { showReceipt } from './shown.ts'

/** All that an account sees while it is being deleted: the way back, and the way to end it now. */
export function LeavingPage() {
	useTitle('Your account is being deleted')
	const { data, error, refetch } = useLeaving()
	return (
		<Sheet
			title="Your account is being deleted"
			intro="Your sites are closed and count nothing. Nothing is erased yet."
		>
			{data ? (
				<Ways leaving={data} />
			) : error ? (
				<Problem error={error} retry={refetch} />
			) : (
				<Skeleton lines={4} />
			)}
		</Sheet>
	)
}

function Ways({ leaving }: { leaving: Leaving }) {
	const queries = useQueryClient()
	const again = useAskAgain()
	const signOut = useMutation({ mutationFn: useSignOut() })
	const [open, setOpen] = useState(false)
	const back = useMutation({
		mutationFn: () => call('DELETE', '/api/account/deletion'),
		onSuccess: async () => {
			// What was refused meanwhile is asked for anew.
			await again()
			await queries.resetQueries()
		},
	})
	const { pending } = leaving
	return (
		<Card
			title={
				pending ? `It will be erased on ${momentOf(pending.due_at, new Date())}` : 'It will be erased soon'
			}
		>
			<p>Until then you can take it back, and everything is as it was.</p>
			{back.error && <Refusal error={back.error} />}
			<div className="actions">
				<Button kind="primary" busy={back.isPending} onClick={() => back.mutate()}>
					Take it back
				</Button>
				<Button kind="danger" onClick={() => setOpen(true)}>
					Erase it now
				</Button>
				<Button kind="quiet" busy={signOut.isPending} onClick={() => signOut.mutate()}>
					Sign out
				</Button>
			</div>
			{open && <Now confirm={leaving.confirm} onClose={() => setOpen(false)} />}
		</Card>
	)
}

function Now({ confirm, onClose }: { confirm: string; onClose: () => void }) {
	const queries = useQueryClient()
	const again = useAskAgain()
	const [typed, setTyped] = useState('')
	const ending = useMutation({
		mutationFn: () => call<Asked>('POST', '/api/account/deletion/now', { confirm: typed.trim() }),
		onSuccess: async (asked) => {
			if (!showReceipt(queries, asked)) await again()
		},
	})
	const sure = typed.trim().toLowerCase() === confirm
	return (
		<Dialog title="Erase everything now?" open onClose={onClose}>
			<Form onSubmit={() => sure && ending.mutate()}>
				<p>Nobody can bring it back, not even we.</p>
				<Field
					label={`Type ${confirm} to confirm`}
					autocomplete="off"
					autocapitalize="off"
					spellcheck={false}
					value={typed}
					onInput={(event) => setTyped(event.currentTarget.value)}
				/>
				{ending.error && <Refusal error={ending.error} />}
				<div className="actions">
					<Button kind="danger" type="submit" disabled={!sure} busy={ending.isPending}>
						Erase now
					</Button>
					<Button kind="quiet" onClick={onClose}>
						Wait
					</Button>
				</div>
			</Form>
		</Dialog>
	)
}
