import { useTitle } from '../title.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Sheet } from '../ui/sheet.tsx'

/** For addresses that lead nowhere. */
export function NotFound() {
	useTitle('Not found')
	return (
		<Sheet title="There is no such page">
			<p className="quiet">The address may be mistyped, or the page may have moved.</p>
			<div className="actions">
				<ButtonLink href="/">To your sites</ButtonLink>
			</div>
		</Sheet>
	)
}

/** For a site that the person does not have, whoever else may. */
export function UnknownSite({ domain }: { domain: string }) {
	useTitle('Unknown site')
	return (
		<Sheet title={`${domain} is not one of your sites`}>
			<p className="quiet">It may belong to another account, have been deleted, or never have been added.</p>
			<div className="actions">
				<ButtonLink href="/">To your sites</ButtonLink>
				<ButtonLink href="/new" kind="quiet" icon="add">
					Add a site
				</ButtonLink>
			</div>
		</Sheet>
	)
}
