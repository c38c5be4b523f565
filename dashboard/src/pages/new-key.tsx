import { useQueryClient } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { call } from '../api.ts'
import { explain, fieldErrors } from '../explain.ts'
import { useMutation } from '../mutation.ts'
import { useSites } from '../sites.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Check } from '../ui/check.tsx'
import { Code } from '../ui/code.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { Select } from '../ui/select.tsx'
import { KEYS, KEYS_PATH, SCOPE_NAMES, SCOPES, type Scope } from './key-scopes.ts'

const LIVES = { '30': '30 days', '90': '90 days', '365': 'a year', '': 'no end' }

/** Makes a key, and shows it this once. */
export function NewKey() {
	const queries = useQueryClient()
	const { data: sites = [] } = useSites()
	const [name, setName] = useState('')
	const [scopes, setScopes] = useState<readonly Scope[]>(['stats:read'])
	const [site, setSite] = useState('')
	const [life, setLife] = useState('365')
	const [missing, setMissing] = useState<string | undefined>()
	const making = useMutation({
		mutationFn: () =>
			call<{ key: string; name: string }>('POST', KEYS_PATH, {
				name: name.trim(),
				scopes,
				site: site === '' ? null : site,
				expires_in_days: life === '' ? null : Number(life),
			}),
		onSuccess: () => {
			setName('')
			return queries.invalidateQueries({ queryKey: KEYS })
		},
	})
	const { name: nameProblem, ...otherProblems } = fieldErrors(making.error)
	const problem = missing ?? nameProblem
	// The public scope is a part of reading: one of the two.
	const choose = (scope: Scope, on: boolean) => {
		const other = { 'stats:read': 'public', public: 'stats:read' }[scope as string]
		setScopes(
			SCOPE_NAMES.filter((one) => (one === scope ? on : scopes.includes(one) && !(on && one === other))),
		)
	}
	const submit = () => {
		const problem = name.trim() === '' ? 'Say what the key is for.' : undefined
		setMissing(problem)
		if (!problem) making.mutate()
	}
	return (
		<Card title="New key">
			<Form onSubmit={submit} problems={problem ? { name: problem } : {}}>
				<Field
					label="What is it for?"
					placeholder="Weekly report"
					maxLength={100}
					autocomplete="off"
					value={name}
					error={problem}
					onInput={(event) => setName(event.currentTarget.value)}
				/>
				<fieldset className="choice">
					<legend className="field-label">What may it do?</legend>
					{SCOPE_NAMES.map((scope) => (
						<Check
							key={scope}
							{...SCOPES[scope]}
							checked={scopes.includes(scope)}
							onChange={(on) => choose(scope, on)}
						/>
					))}
				</fieldset>
				<Select
					label="With which site?"
					value={site}
					options={[
						{ value: '', label: 'All your sites' },
						...sites.map(({ domain }) => ({ value: domain, label: domain })),
					]}
					onChange={setSite}
				/>
				<Select
					label="For how long?"
					value={life}
					options={Object.entries(LIVES).map(([value, label]) => ({ value, label }))}
					onChange={setLife}
				/>
				<div className="actions">
					<Button kind="primary" type="submit" busy={making.isPending} disabled={scopes.length === 0}>
						Create key
					</Button>
				</div>
			</Form>
			<p className="quiet small">
				All your keys together may send 600 queries an hour and 600 other requests a minute.
			</p>
			{making.error && !problem && (
				<Notice kind="error">{Object.values(otherProblems)[0] ?? explain(making.error)}</Notice>
			)}
			{making.data && (
				<>
					<Notice kind="good">
						“{making.data.name}” is ready. Copy it now: it is shown this once, and kept only as a fingerprint.
					</Notice>
					<Code label="API key" text={making.data.key} />
				</>
			)}
		</Card>
	)
}
