import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { explain, fieldErrors } from '../explain.ts'
import { useMutation } from '../mutation.ts'
import { Button } from '../ui/button.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { Attach } from './attach.tsx'
import { type Files, useFiles } from './upload.ts'

/** A message as it is sent. */
export interface Outgoing {
	text: string
	files: string[]
	/** Made up once for each message: pressed twice, it is one. */
	key: string
}

/** What a form for a message needs: its text, its files, and a key that stays until it has arrived. */
export function useDraft(filesPath: string, headers: Record<string, string>) {
	const [text, setText] = useState('')
	const [key, setKey] = useState(() => crypto.randomUUID())
	const files = useFiles(filesPath, headers)
	return {
		text,
		setText,
		files,
		outgoing: (): Outgoing => ({ text: text.trim(), files: files.ids, key }),
		clear() {
			setText('')
			setKey(crypto.randomUUID())
			files.clear()
		},
	}
}

/** Why a message cannot go yet, by field. */
export function problemsOf(text: string, files: Files): Record<string, string> {
	return {
		...(text.trim() === '' ? { text: 'Write what it is about.' } : {}),
		...(files.busy ? { files: 'Files are still on their way: wait a moment.' } : {}),
		...(files.drafts.some(({ problem }) => problem)
			? { files: 'Remove the files that cannot be sent.' }
			: {}),
	}
}

interface ComposeProps {
	label: string
	button: string
	draft: ReturnType<typeof useDraft>
	send: (message: Outgoing) => Promise<unknown>
	onSent?: () => void
	/** Stands above the text. */
	before?: ComponentChildren
	/** Stands beside the button. */
	beside?: ComponentChildren
}

/** The form for one more message of a conversation. */
export function Compose({ label, button, draft, send, onSent, before, beside }: ComposeProps) {
	const { text, setText, files } = draft
	const [problems, setProblems] = useState<Record<string, string>>({})
	const sending = useMutation({
		mutationFn: () => send(draft.outgoing()),
		onSuccess: () => {
			draft.clear()
			onSent?.()
		},
	})
	const submit = () => {
		const found = problemsOf(text, files)
		setProblems(found)
		if (Object.keys(found).length === 0) sending.mutate()
	}
	const said = { ...fieldErrors(sending.error), ...problems }
	return (
		<Form onSubmit={submit} problems={said}>
			{before}
			<TextArea label={label} value={text} error={said.text} onInput={setText} />
			<Attach files={files} />
			{said.files && <Notice kind="error">{said.files}</Notice>}
			{sending.error && !said.text && !said.files && <Notice kind="error">{explain(sending.error)}</Notice>}
			<div className="actions">
				<Button kind="primary" type="submit" busy={sending.isPending || files.busy}>
					{button}
				</Button>
				{beside}
			</div>
		</Form>
	)
}
