import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { explain, fieldErrors } from '../explain.ts'
import { useMutation } from '../mutation.ts'
import { type Site, type SiteFields, useSiteChanges } from '../sites.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'

/** A part of a site's rules while it is being changed. */
export interface Draft<T> {
	value: T
	/** Changes some of it; what was said of the last attempt is no longer shown. */
	set: (change: Partial<T>) => void
	/** What is wrong, by the wire's name of the field (`privacy.screen.countries`). */
	problems: Record<string, string>
	save: () => void
	saving: boolean
	saved: boolean
	changed: boolean
	error: unknown
}

/** A draft of what `read` gives of a site, saved as what `fields` makes of it. */
export function useDraft<T>(site: Site, read: (site: Site) => T, fields: (value: T) => SiteFields): Draft<T> {
	const { change } = useSiteChanges()
	const [value, setValue] = useState(() => read(site))
	const saving = useMutation({
		mutationFn: () => change(site.domain, fields(value)),
		// As the server understood it.
		onSuccess: (now) => setValue(read(now)),
	})
	return {
		value,
		set: (part) => {
			saving.reset()
			setValue((before) => ({ ...before, ...part }))
		},
		problems: fieldErrors(saving.error),
		save: () => saving.mutate(),
		saving: saving.isPending,
		saved: saving.isSuccess,
		changed: JSON.stringify(value) !== JSON.stringify(read(site)),
		error: saving.error,
	}
}

interface RulesProps<T> {
	title: string
	draft: Draft<T>
	/** Something is asked before it is saved. */
	busy?: boolean
	/** Keeps the form from being sent: what is wrong stands beside the fields. */
	wrong?: boolean
	/** Asked instead of saving at once. */
	onSubmit?: () => void
	children: ComponentChildren
}

/** A card with a part of the rules and its own button to save them. */
export function Rules<T>({ title, draft, busy = false, wrong = false, onSubmit, children }: RulesProps<T>) {
	const { error, problems, saving, saved, changed, save } = draft
	// A list's entry is named by its place: `privacy.screen.countries.0`.
	const told = error && Object.keys(problems).every((field) => !/^privacy\.|^retention/.test(field))
	return (
		<Card title={title}>
			<Form onSubmit={() => !wrong && (onSubmit ?? save)()} problems={problems}>
				{children}
				{error && (told || Object.keys(problems).length === 0) && (
					<Notice kind="error">{explain(error)}</Notice>
				)}
				<div className="actions">
					<Button kind="primary" type="submit" busy={saving || busy} disabled={!changed}>
						Save
					</Button>
					<span role="status" className="quiet">
						{saved && !changed && 'Saved.'}
						{changed && !saving && 'Not saved yet.'}
					</span>
				</div>
			</Form>
		</Card>
	)
}

/** What is wrong with a field or an entry of its list. */
export const problemOf = (problems: Record<string, string>, field: string): string | undefined =>
	Object.entries(problems).find(([name]) => name === field || name.startsWith(`${field}.`))?.[1]
