import { useQuery, useQueryClient } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { call } from '../api.ts'
import { dayOf } from '../instants.ts'
import { useMutation } from '../mutation.ts'
import { useTitle } from '../title.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Empty } from '../ui/empty.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { KEYS, KEYS_PATH, SCOPES, type Scope } from './key-scopes.ts'
import './keys.css'
import { NewKey } from './new-key.tsx'

interface Key {
	id: string
	name: string
	/** First characters of the key. */
	prefix: string
	scopes: Scope[]
	/** The only site that it opens; null = all, or with `one_site` one that is gone. */
	site: string | null
	one_site: boolean
	created_at: string
	last_used_at: string | null
	expires_at: string | null
}

/** The API keys of the account: what is there, a new one, and the end of one. */
export function Keys() {
	useTitle('API keys')
	const { data, error, refetch } = useQuery({
		queryKey: KEYS,
		queryFn: () => call<{ keys: Key[] }>('GET', KEYS_PATH),
	})
	const [ending, setEnding] = useState<Key | null>(null)
	return (
		<Sheet
			title="API keys"
			intro="A key lets a program do what you can do yourself, within what you choose for it, and never more: when your role in a team ends, so does what your keys open there."
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
							{key.expires_at && ` · ${isOver(key) ? 'ended' : 'ends'} ${dayOf(key.expires_at)}`}
						</span>
						<span className="quiet small">
							{key.scopes.map((scope) => SCOPES[scope].label).join(', ')} ·{' '}
							{key.one_site ? (key.site ?? 'a site that is gone') : 'all your sites'}
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

const isOver = ({ expires_at }: Key): boolean => expires_at !== null && Date.parse(expires_at) <= Date.now()

function EndKey({ of, onClose }: { of: Key; onClose: () => void }) {
	const queries = useQueryClient()
	const ending = useMutation({
		mutationFn: () => call('DELETE', `${KEYS_PATH}/${of.id}`),
		onSuccess: async () => {
			await queries.invalidateQueries({ queryKey: KEYS })
			onClose()
		},
	})
	return (
		<Confirm
			title={`Delete “${of.name}”?`}
			confirm="Delete key"
			keep="Keep it"
			doing={ending}
			onConfirm={() => ending.mutate()}
			onClose={onClose}
		>
			<p>Programs that use this key are refused from now on.</p>
		</Confirm>
	)
}
