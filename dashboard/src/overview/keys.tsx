import { useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import { chosen } from '../settings/stored.ts'
import './keys.css'
import { PERIODS } from './periods.ts'
import { keysAreOn, switchKeys } from './shortcuts.ts'

const OTHERS = [
	['←', 'Previous period'],
	['→', 'Next period'],
	['X', 'Comparison on or off'],
	['I', 'Next interval of the chart'],
	['Esc', 'Clear all filters'],
	['?', 'This list'],
] as const

/** The list of single keys, and the switch for those whom they disturb. */
export function Keys() {
	const [on, setOn] = useState(keysAreOn)
	return (
		<>
			<div className="keys">
				<dl>
					{PERIODS.map(({ id, label, key }) => (
						<div key={id}>
							<dt>
								<kbd>{key.toUpperCase()}</kbd>
							</dt>
							<dd>{label}</dd>
						</div>
					))}
				</dl>
				<dl>
					{OTHERS.map(([key, label]) => (
						<div key={key}>
							<dt>
								<kbd>{key}</kbd>
							</dt>
							<dd>{label}</dd>
						</div>
					))}
				</dl>
			</div>
			<p className="quiet small">
				In the chart, arrow keys move from one point in time to the next, and Enter shows that day, week or
				month.
			</p>
			<label className="keys-switch">
				<input
					type="checkbox"
					checked={on}
					onChange={({ currentTarget: { checked } }) => {
						switchKeys(checked)
						setOn(checked)
					}}
				/>
				Single keys do this
			</label>
			{!on && !chosen().has('keys') && (
				<p className="quiet small">
					They do again when the page is loaded anew: <Link href="/cookies">remember that they are off</Link>.
				</p>
			)}
		</>
	)
}
