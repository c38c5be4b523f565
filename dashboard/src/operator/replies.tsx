import { useQueryClient } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { call } from '../api.ts'
import { explain, fieldErrors } from '../explain.ts'
import { useMutation } from '../mutation.ts'
import { useTitle } from '../title.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Empty } from '../ui/empty.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { type Reply, useReplies } from './tickets.ts'

const PATH = '/api/operator/replies'

function useChanged(): () => Promise<unknown> {
	const queries = useQueryClient()
	return () =>
		Promise.all(
			['operator-replies', 'operator-log'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
		)
}

/** Answers that are given often: what there is, a new one, changes. */
export function Replies() {
	useTitle('Canned replies', 'Console')
	const { data, error, refetch } = useReplies()
	const [editing, setEditing] = useState<Reply | 'new' | null>(null)
	const [deleting, setDeleting] = useState<Reply | null>(null)
	return (
		<Sheet
			title="Canned replies"
			intro="Answers that are given often. {name} becomes the customer’s name."
			actions={
				<Button kind="primary" icon="add" onClick={() => setEditing('new')}>
					New reply
				</Button>
			}
		>
			<Card>
				{!data ? (
					error ? (
						<Problem error={error} retry={refetch} />
					) : (
						<Skeleton lines={3} />
					)
				) : data.replies.length === 0 ? (
					<Empty title="No reply yet" />
				) : (
					<ul className="operator-replies">
						{data.replies.map((reply) => (
							<li key={reply.id}>
								<strong>{reply.title}</strong>
								<p className="quiet operator-reply">{reply.text}</p>
								<div className="actions">
									<Button onClick={() => setEditing(reply)}>
										Change<span className="unseen"> {reply.title}</span>
									</Button>
									<Button kind="quiet" icon="trash" onClick={() => setDeleting(reply)}>
										Delete<span className="unseen"> {reply.title}</span>
									</Button>
								</div>
							</li>
						))}
					</ul>
				)}
			</Card>
			{editing && (
				<Dialog
					title={editing === 'new' ? 'New reply' : `Change “${editing.title}”`}
					open
					onClose={() => setEditing(null)}
				>
					<ReplyForm of={editing === 'new' ? null : editing} onDone={() => setEditing(null)} />
				</Dialog>
			)}
			{deleting && <DeleteReply of={deleting} onClose={() => setDeleting(null)} />}
		</Sheet>
	)
}

function ReplyForm({ of, onDone }: { of: Reply | null; onDone: () => void }) {
	const changed = useChanged()
	const [title, setTitle] = useState(of?.title ?? '')
	const [text, setText] = useState(of?.text ?? '')
	const [problems, setProblems] = useState<Record<string, string>>({})
	const saving = useMutation({
		mutationFn: () =>
			of ? call('PUT', `${PATH}/${of.id}`, { title, text }) : call('POST', PATH, { title, text }),
		onSuccess: async () => {
			await changed()
			onDone()
		},
	})
	const submit = () => {
		const found = {
			...(title.trim() === '' ? { title: 'Give it a name to find it by.' } : {}),
			...(text.trim() === '' ? { text: 'Write what it says.' } : {}),
		}
		setProblems(found)
		if (Object.keys(found).length === 0) saving.mutate()
	}
	const said = { ...fieldErrors(saving.error), ...problems }
	return (
		<Form onSubmit={submit} problems={said}>
			<Field
				label="Title"
				maxLength={100}
				autocomplete="off"
				value={title}
				error={said.title}
				onInput={(event) => setTitle(event.currentTarget.value)}
			/>
			<TextArea label="Text" value={text} error={said.text} onInput={setText} />
			{saving.error && Object.keys(said).length === 0 && (
				<Notice kind="error">{explain(saving.error)}</Notice>
			)}
			<div className="actions">
				<Button kind="primary" type="submit" busy={saving.isPending}>
					Save
				</Button>
			</div>
		</Form>
	)
}

function DeleteReply({ of, onClose }: { of: Reply; onClose: () => void }) {
	const changed = useChanged()
	const deleting = useMutation({
		mutationFn: () => call('DELETE', `${PATH}/${of.id}`),
		onSuccess: async () => {
			await changed()
			onClose()
		},
	})
	return (
		<Confirm
			title={`Delete “${of.title}”?`}
			confirm="Delete reply"
			keep="Keep it"
			doing={deleting}
			onConfirm={() => deleting.mutate()}
			onClose={onClose}
		/>
	)
}
