import './lines.css'
import { TextArea } from './text-area.tsx'

interface LinesProps {
	label: string
	hint?: string | undefined
	error?: string | null | undefined
	/** As it was typed: one entry a line. */
	value: string
	placeholder?: string
	onInput: (value: string) => void
}

/** A list, written one entry a line. */
export function Lines(props: LinesProps) {
	return (
		<TextArea
			{...props}
			className="lines"
			rows={Math.min(8, Math.max(2, props.value.split('\n').length + 1))}
			spellcheck={false}
			autocapitalize="off"
			autocomplete="off"
		/>
	)
}

/** The entries of such a text. */
export const entriesOf = (text: string): string[] =>
	text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '')
