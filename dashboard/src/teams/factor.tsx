import type { ComponentChildren } from 'preact'
import { explain } from '../explain.ts'
import { useTitle } from '../title.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Sheet } from '../ui/sheet.tsx'

/** Stands in for what a team shows only to those who have a second factor: what to do about it. */
export function FactorNeeded({ children }: { children?: ComponentChildren }) {
	useTitle('Second factor needed')
	return (
		<Sheet title="This team asks for a second factor">
			<p>
				Its owners want everybody who sees its sites to sign in with more than a password. Set up an
				authenticator app, and everything opens again; your role is as it was.
			</p>
			<div className="actions">
				<ButtonLink href="/account/security" kind="primary">
					Set up a second factor
				</ButtonLink>
				{children}
			</div>
		</Sheet>
	)
}

/** Stands in for a site that the person has something to do with and may not see. */
export function Refused({ error }: { error: Error }) {
	useTitle('Not for your role')
	if (/second factor/.test(error.message)) return <FactorNeeded />
	return (
		<Sheet title="You may not see this">
			<p>{explain(error)}</p>
			<div className="actions">
				<ButtonLink href="/teams">To your teams</ButtonLink>
			</div>
		</Sheet>
	)
}
