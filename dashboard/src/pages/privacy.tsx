import { Link } from 'wouter-preact'
import { Collecting } from '../privacy/collecting.tsx'
import { Keeping } from '../privacy/keeping.tsx'
import { Measuring } from '../privacy/measuring.tsx'
import { Pruning } from '../privacy/pruning.tsx'
import { Screening } from '../privacy/screening.tsx'
import { Sharing } from '../privacy/sharing.tsx'
import { Telling } from '../privacy/telling.tsx'
import { useSite } from '../sites.ts'
import { OnlyLooking } from '../teams/looking.tsx'
import { useTitle } from '../title.ts'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

/** What an owner decides about the visitors of a site. */
export function Privacy({ domain }: { domain: string }) {
	useTitle('Privacy', domain)
	const { data: site, error, refetch } = useSite(domain)
	return (
		<Sheet
			title="Privacy"
			intro={
				<>
					What is kept of the visitors of <strong>{domain}</strong>, for how long, and who may see it. Changes
					hold from the next visit on. How often visitors asked not to be counted stands on the page{' '}
					<Link href={`/${domain}/honoured`}>Wishes honoured</Link>.
				</>
			}
		>
			{site ? (
				<>
					<OnlyLooking site={site} />
					<Measuring site={site} />
					<Keeping site={site} />
					<Collecting site={site} />
					<Pruning site={site} />
					<Screening site={site} />
					<Sharing site={site} />
					<Telling site={site} />
				</>
			) : error ? (
				<Problem error={error} retry={refetch} />
			) : (
				<Skeleton lines={8} />
			)}
		</Sheet>
	)
}
