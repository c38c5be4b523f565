import { explain } from '../explain.ts'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'

/** An error in plain words, and a way to try again. */
export function Problem({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
	return (
		<Notice kind="error">
			<p>{explain(error)}</p>
			{retry && <Button onClick={() => retry()}>Try again</Button>}
		</Notice>
	)
}
