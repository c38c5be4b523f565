import { useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { callText } from '../api.ts'
import type { Site } from '../sites.ts'
import { Card } from '../ui/card.tsx'
import { Code } from '../ui/code.tsx'
import { Problem } from '../ui/problem.tsx'
import { Select } from '../ui/select.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

const LANGUAGES = [
	['en', 'English'],
	['da', 'Dansk'],
	['de', 'Deutsch'],
	['es', 'Español'],
	['fr', 'Français'],
	['it', 'Italiano'],
	['nl', 'Nederlands'],
	['pl', 'Polski'],
	['pt', 'Português'],
	['sv', 'Svenska'],
] as const
const FORMATS = [
	['text', 'Plain text'],
	['html', 'HTML'],
	['markdown', 'Markdown'],
] as const

const optionsOf = (pairs: readonly (readonly [string, string])[]) =>
	pairs.map(([value, label]) => ({ value, label }))

/** What visitors are told: words for the owner's own notice, and pages that say what is in force. */
export function Telling({ site }: { site: Site }) {
	const [language, setLanguage] = useState('en')
	const [format, setFormat] = useState('text')
	const { data, error, refetch } = useQuery({
		// Made from the rules in force: it is asked for anew whenever they change.
		queryKey: ['notice', site.domain, language, format, JSON.stringify(site)],
		queryFn: () =>
			callText(
				`/api/dashboard/sites/${encodeURIComponent(site.domain)}/notice?lang=${language}&format=${format}`,
			),
	})
	return (
		<Card title="What visitors are told">
			<p>
				<a href={`/privacy/${site.domain}`}>The page for visitors</a> says what is measured here, under which
				rule, and what they can do. <a href={`/.well-known/jitt/manifest/${site.domain}`}>The manifest</a> and{' '}
				<a href={`/.well-known/jitt/retention/${site.domain}`}>the receipts of deletions</a> are the same for
				programs.
			</p>
			<p>Words for the privacy notice on your own site, made from the rules on this page:</p>
			<div className="actions">
				<Select
					label="Language"
					hideLabel
					value={language}
					options={optionsOf(LANGUAGES)}
					onChange={setLanguage}
				/>
				<Select label="Format" hideLabel value={format} options={optionsOf(FORMATS)} onChange={setFormat} />
			</div>
			{data !== undefined ? (
				<Code label="privacy notice" text={data} />
			) : error ? (
				<Problem error={error} retry={refetch} />
			) : (
				<Skeleton lines={6} />
			)}
		</Card>
	)
}
