import { useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { addDays, isDate } from './dates.ts'
import type { Days } from './periods.ts'

interface RangeFormProps {
	/** What is shown now. */
	days: Days | null
	today: string
	onChoose: (from: string, to: string) => void
	onCancel: () => void
}

/** First and last day of a range. */
export function RangeForm({ days, today, onChoose, onCancel }: RangeFormProps) {
	const [from, setFrom] = useState(days?.[0] ?? addDays(today, -27))
	const [to, setTo] = useState(days?.[1] ?? today)
	const [tried, setTried] = useState(false)
	const faults = {
		from: isDate(from) ? (from > today ? 'This day is still to come' : null) : 'Choose a day',
		to: isDate(to) ? (to < from ? 'The last day comes before the first' : null) : 'Choose a day',
	}
	const onSubmit = (event: Event) => {
		event.preventDefault()
		setTried(true)
		if (!faults.from && !faults.to) onChoose(from, to < today ? to : today)
	}
	return (
		<form className="form" onSubmit={onSubmit} noValidate>
			<Field
				label="First day"
				type="date"
				max={today}
				value={from}
				error={tried ? faults.from : null}
				onInput={(event) => setFrom(event.currentTarget.value)}
			/>
			<Field
				label="Last day"
				type="date"
				min={from}
				max={today}
				value={to}
				error={tried ? faults.to : null}
				onInput={(event) => setTo(event.currentTarget.value)}
			/>
			<div className="form-actions">
				<Button type="submit" kind="primary">
					Show
				</Button>
				<Button kind="quiet" onClick={onCancel}>
					Cancel
				</Button>
			</div>
		</form>
	)
}
