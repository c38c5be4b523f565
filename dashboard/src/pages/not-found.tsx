import { useTitle } from '../title.ts'
import { ButtonLink } from '../ui/button.tsx'

/** For addresses that lead nowhere. */
export function NotFound() {
	useTitle('Not found')
	return (
		<div className="sheet">
			<h1>There is no such page</h1>
			<p className="quiet">The address may be mistyped, or the page may have moved.</p>
			<div className="form-actions">
				<ButtonLink href="/">To your sites</ButtonLink>
			</div>
		</div>
	)
}

/** For a site that the person does not have, whoever else may. */
export function UnknownSite({ domain }: { domain: string }) {
	useTitle('Unknown site')
	return (
		<div className="sheet">
			<h1>{domain} is not one of your sites</h1>
			<p className="quiet">It may belong to another account, have been deleted, or never have been added.</p>
			<div className="form-actions">
				<ButtonLink href="/">To your sites</ButtonLink>
				<ButtonLink href="/new" kind="quiet" icon="add">
					Add a site
				</ButtonLink>
			</div>
		</div>
	)
}
