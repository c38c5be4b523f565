import { useMutation, useQuery, useQueryClient } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { call } from '../api.ts'
import { explain, fieldErrors } from '../explain.ts'
import { dayOf } from '../instants.ts'
import { useTitle } from '../title.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Code } from '../ui/code.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Empty } from '../ui/empty.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import './keys.css'

interface Key {
	id: string
	name: string
	/** First characters of the key. */
	prefix: string
	created_at: string
	last_used_at: string | null
}

const PATH = '/api/account/keys'
const KEYS = ['keys'] as const

/** The API keys of the account: what is there, a new one, and the end of one. */
export function Keys() {
	useTitle('API keys')
	const { data, error, refetch } = useQuery({
		queryKey: KEYS,
		queryFn: () => call<{ keys: Key[] }>('GET', PATH),
	})
	const [ending, setEnding] = useState<Key | null>(null)
	return (
		<Sheet
			title="API keys"
			intro="A key lets a program do what you can do with your sites: read statistics, send events for visitors, add and delete sites."
		>
			<NewKey />
			<Card title="Your keys">
				{data ? (
					<KeyList keys={data.keys} onDelete={setEnding} />
				) : error ? (
					<Problem error={error} retry={refetch} />
				) : (
					<Skeleton lines={3} />
				)}
			</Card>
			{ending && <EndKey key={ending.id} of={ending} onClose={() => setEnding(null)} />}
		</Sheet>
	)
}

function KeyList({ keys, onDelete }: { keys: Key[]; onDelete: (key: Key) => void }) {
	if (keys.length === 0) return <Empty title="No key yet" />
	return (
		<ul className="keys">
			{keys.map((key) => (
				<li key={key.id}>
					<span className="keys-what">
						<strong>{key.name}</strong>
						<span className="quiet small">
							<code>{key.prefix}…</code> · created {dayOf(key.created_at)} ·{' '}
							{key.last_used_at ? `last used ${dayOf(key.last_used_at)}` : 'never used'}
						</span>
					</span>
					<Button kind="quiet" icon="trash" onClick={() => onDelete(key)}>
						Delete<span className="unseen"> {key.name}</span>
					</Button>
				</li>
			))}
		</ul>
	)
}

function NewKey() {
	const queries = useQueryClient()
	const [name, setName] = useState('')
	const [missing, setMissing] = useState<string | undefined>()
	const making = useMutation({
		mutationFn: () => call<{ key: string; name: string }>('POST', PATH, { name: name.trim() }),
		onSuccess: () => {
			setName('')
			return queries.invalidateQueries({ queryKey: KEYS })
		},
	})
	const problem = missing ?? fieldErrors(making.error).name
	const submit = () => {
		const problem = name.trim() === '' ? 'Say what the key is for.' : undefined
		setMissing(problem)
		if (!problem) making.mutate()
	}
	return (
		<Card title="New key">
			<Form className="keys-form" onSubmit={submit} problems={problem ? { name: problem } : {}}>
				<Field
					label="What is it for?"
					placeholder="Weekly report"
					maxLength={100}
					autocomplete="off"
					value={name}
					error={problem}
					onInput={(event) => setName(event.currentTarget.value)}
				/>
				<Button kind="primary" type="submit" busy={making.isPending}>
					Create key
				</Button>
			</Form>
			{making.error && !problem && <Notice kind="error">{explain(making.error)}</Notice>}
			{making.data && (
				<>
					<Notice kind="good">
						“{making.data.name}” is ready. Copy it now: it is shown this once, and kept only as a fingerprint.
					</Notice>
					<Code label="API key" text={making.data.key} />
				</>
			)}
		</Card>
	)
}

function EndKey({ of, onClose }: { of: Key; onClose: () => void }) {
	const queries = useQueryClient()
	const ending = useMutation({
		mutationFn: () => call('DELETE', `${PATH}/${of.id}`),
		onSuccess: async () => {
			await queries.invalidateQueries({ queryKey: KEYS })
			onClose()
		},
	})
	return (
		<Dialog title={`Delete “${of.name}”?`} open onClose={onClose}>
			<p>Programs that use this key are refused from now on.</p>
			{ending.error && <Notice kind="error">{explain(ending.error)}</Notice>}
			<div className="actions">
				<Button kind="danger" busy={ending.isPending} onClick={() => ending.mutate()}>
					Delete key
				</Button>
				<Button kind="quiet" onClick={onClose}>
					Keep it
				</Button>
			</div>
		</Dialog>
	)
}
