import { ApiError } from '../api.ts'
import { explain } from '../explain.ts'
import { useMutation } from '../mutation.ts'
import { useSignOut } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

/**
 * An error in plain words. Where the last sign-in is too long ago, with the way to sign in again: the address
 * stays, and shows its page afterwards.
 */
export function Refusal({ error }: { error: unknown }) {
	const again = useMutation({ mutationFn: useSignOut() })
	if (!(error instanceof ApiError && error.code === 'session_not_fresh'))
		return <Notice kind="error">{explain(error)}</Notice>
	return (
		<Notice kind="warning">
			<p>This can only be done within ten minutes of signing in, in case somebody finds your browser open.</p>
			<Button busy={again.isPending} onClick={() => again.mutate()}>
				Sign in again
			</Button>
		</Notice>
	)
}
