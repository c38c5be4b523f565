import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Empty } from '../ui/empty.tsx'
import { Problem } from '../ui/problem.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import './list.css'
import { type Kind, useDelete, useMayMeasure, useMeasures } from './measures.ts'

interface Row {
	id: number
	/** What it is called, also for screen readers. */
	name: string
	title?: ComponentChildren
	/** What it means, below the name. */
	about: ComponentChildren
	/** What deleting it changes. */
	ending: string
	fixed?: boolean
}

interface MeasureListProps<T> {
	domain: string
	kind: Kind
	title: string
	/** `goal`, `funnel`, `segment`. */
	word: string
	empty: { title: string; text: string }
	row: (item: T) => Row
	/** The form in a dialog: for one that is there, or for a new one; left out where they are made elsewhere. */
	form?: (item: T | null, close: () => void) => ComponentChildren
	/** Whether new ones are made elsewhere. */
	madeElsewhere?: boolean
}

/** Goals, funnels or segments: a list with a way to add, edit and delete, each in a dialog. */
export function MeasureList<T extends { id: number }>(props: MeasureListProps<T>) {
	const { domain, kind, title, word, empty, row, form, madeElsewhere = false } = props
	const { data, error, refetch } = useMeasures(domain, kind)
	const items = data as unknown as T[] | undefined
	const able = useMayMeasure(domain)
	const [editing, setEditing] = useState<T | 'new' | null>(null)
	const [ending, setEnding] = useState<Row | null>(null)
	const close = () => setEditing(null)
	const add = able && form && !madeElsewhere && (
		<Button icon="add" onClick={() => setEditing('new')}>
			Add a {word}
		</Button>
	)
	return (
		<Card title={title} actions={add}>
			{items ? (
				items.length === 0 ? (
					<Empty title={empty.title}>
						<p>{empty.text}</p>
					</Empty>
				) : (
					<ul className="measures">
						{items.map((item) => {
							const { id, name, title, about, fixed } = row(item)
							return (
								<li key={id}>
									<span className="measures-what">
										<strong>{title ?? name}</strong>
										<span className="quiet small">{about}</span>
									</span>
									{able && (
										<span className="measures-tools">
											{form && !fixed && (
												<Button kind="quiet" onClick={() => setEditing(item)}>
													Edit<span className="unseen"> {name}</span>
												</Button>
											)}
											<Button kind="quiet" icon="trash" onClick={() => setEnding(row(item))}>
												Delete<span className="unseen"> {name}</span>
											</Button>
										</span>
									)}
								</li>
							)
						})}
					</ul>
				)
			) : error ? (
				<Problem error={error} retry={refetch} />
			) : (
				<Skeleton lines={3} />
			)}
			{editing !== null && (
				<Dialog title={editing === 'new' ? `Add a ${word}` : `Edit ${word}`} open onClose={close}>
					{form?.(editing === 'new' ? null : editing, close)}
				</Dialog>
			)}
			{ending && <End {...{ domain, kind, word, ending }} onClose={() => setEnding(null)} />}
		</Card>
	)
}

interface EndProps {
	domain: string
	kind: Kind
	word: string
	ending: Row
	onClose: () => void
}

function End({ domain, kind, word, ending, onClose }: EndProps) {
	const deleting = useDelete(domain, kind, onClose)
	return (
		<Confirm
			title={`Delete “${ending.name}”?`}
			confirm={`Delete ${word}`}
			keep="Keep it"
			doing={deleting}
			onConfirm={() => deleting.mutate(ending.id)}
			onClose={onClose}
		>
			<p>{ending.ending}</p>
		</Confirm>
	)
}
