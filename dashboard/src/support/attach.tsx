import { useId, useRef, useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import './attach.css'
import { type Draft, type Files, MOST_FILES, sizeOf } from './upload.ts'

/** Where files are chosen, dropped or taken back before the message goes. */
export function Attach({ files }: { files: Files }) {
	const id = useId()
	const input = useRef<HTMLInputElement>(null)
	const [over, setOver] = useState(false)
	const full = files.drafts.length >= MOST_FILES
	return (
		<fieldset
			aria-label="Files"
			className={`attach ${over ? 'attach-over' : ''}`}
			onDragOver={(event) => {
				event.preventDefault()
				setOver(true)
			}}
			onDragLeave={() => setOver(false)}
			onDrop={(event) => {
				event.preventDefault()
				setOver(false)
				files.add(event.dataTransfer?.files ?? [])
			}}
		>
			<div className="attach-head">
				<Button icon="add" disabled={full} aria-describedby={id} onClick={() => input.current?.click()}>
					Add files
				</Button>
				<span className="quiet small" id={id}>
					or drop them here: up to {MOST_FILES}, 10 MB each
				</span>
			</div>
			<input
				ref={input}
				className="unseen"
				type="file"
				multiple
				tabIndex={-1}
				aria-label="Files to add"
				onChange={(event) => {
					files.add(event.currentTarget.files ?? [])
					// The same file may be chosen again after it was taken back.
					event.currentTarget.value = ''
				}}
			/>
			{files.drafts.length > 0 && (
				<ul className="attach-list">
					{files.drafts.map((draft) => (
						<Line key={draft.key} draft={draft} onRemove={() => files.remove(draft.key)} />
					))}
				</ul>
			)}
		</fieldset>
	)
}

function Line({ draft, onRemove }: { draft: Draft; onRemove: () => void }) {
	const { name, bytes, progress, id, problem } = draft
	return (
		<li>
			<span className="attach-name">
				<span>{name}</span>
				{problem ? (
					<span className="attach-problem small" role="alert">
						<Icon name="alert" />
						{problem}
					</span>
				) : id === null ? (
					<progress value={progress} aria-label={`Sending ${name}`} />
				) : (
					<span className="quiet small">{sizeOf(bytes)}</span>
				)}
			</span>
			<Button kind="quiet" icon="close" aria-label={`Remove ${name}`} onClick={onRemove} />
		</li>
	)
}
