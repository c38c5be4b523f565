import { useState } from 'preact/hooks'
import { rememberTheme } from '../theme.ts'
import { useTitle } from '../title.ts'
import { Card } from '../ui/card.tsx'
import { Check } from '../ui/check.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { choose, chosen, type Optional, STORED } from './stored.ts'
import './stored.css'

const LABELS: Record<Optional, string> = {
	theme: 'Remember light or dark',
	hint: 'Remember that somebody was signed in',
	keys: 'Remember that single keys are switched off',
}

/** What our own pages store in this browser, and what of it one wants. */
export function Cookies() {
	useTitle('Cookies')
	const [on, setOn] = useState(chosen)
	const change = (which: Optional, wanted: boolean) => {
		choose(which, wanted)
		// What is chosen on this page already need not be chosen again.
		if (which === 'theme') rememberTheme()
		setOn(chosen())
	}
	return (
		<Sheet
			title="Cookies"
			intro="What Jitt’s own pages store in this browser. Nothing of it is for advertising, and nobody else reads it."
		>
			<Card title="Yours to turn on">
				<p className="quiet">
					Each is off until you turn it on. Your choice holds for this browser, at once.
				</p>
				{STORED.map(
					({ optional, purpose, without, name, lasts }) =>
						optional && (
							<div key={name} className="stored">
								<Check
									label={LABELS[optional]}
									hint={`${purpose} Without it: ${lowerFirst(without)}`}
									checked={on.has(optional)}
									onChange={(wanted) => change(optional, wanted)}
								/>
								<p className="stored-what quiet small">
									<code>{name}</code> · kept {lasts}
								</p>
							</div>
						),
				)}
			</Card>
			<Card title="Required, or there because you asked">
				<dl className="stored-list">
					{STORED.filter(({ optional }) => optional === null).map(
						({ name, kind, purpose, lasts, without }) => (
							<div key={name}>
								<dt>
									<code>{name}</code> <span className="quiet small">({kind})</span>
								</dt>
								<dd>
									{purpose} Kept {lasts}. Without it: {lowerFirst(without)}
								</dd>
							</div>
						),
					)}
				</dl>
			</Card>
			<p className="quiet small">
				The same list without JavaScript, and who to ask: <a href="/legal/cookies">Cookies and storage</a>.
			</p>
		</Sheet>
	)
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
