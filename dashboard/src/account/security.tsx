import { useQuery, useQueryClient } from '@tanstack/preact-query'
import { call } from '../api.ts'
import type { User } from '../session.ts'
import { useTitle } from '../title.ts'
import { Card } from '../ui/card.tsx'
import { Problem } from '../ui/problem.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Factor } from './factor.tsx'
import { Passkeys } from './passkeys.tsx'
import { Password } from './password.tsx'
import './security.css'
import { Sessions } from './sessions.tsx'

/** What the account signs in by, and where it is signed in. */
export interface Security {
	password: boolean
	second_factor: boolean
	passkeys: { id: string; name: string; created_at: string; last_used_at: string | null }[]
	sessions: {
		id: string
		current: boolean
		created_at: string
		last_used_at: string
		expires_at: string
	}[]
}

const SECURITY = ['security'] as const

/** Asks again what the account signs in by: after each change. */
export function useSecurityAgain(): () => Promise<void> {
	const queries = useQueryClient()
	return () => queries.invalidateQueries({ queryKey: SECURITY })
}

/** Password, second factor, passkeys and sessions. */
export function SecurityPage({ user }: { user: User | null }) {
	useTitle('Security')
	const { data, error, refetch } = useQuery({
		queryKey: SECURITY,
		queryFn: () => call<Security>('GET', '/api/account/security'),
	})
	return (
		<Sheet
			title="Security"
			intro="How you sign in, and where you are signed in. Of every change you are told by mail."
		>
			{data && user ? (
				<>
					<Password has={data.password} email={user.email} />
					<Factor on={data.second_factor} password={data.password} />
					<Passkeys passkeys={data.passkeys} />
					<Sessions sessions={data.sessions} />
				</>
			) : (
				<Card>{error ? <Problem error={error} retry={refetch} /> : <Skeleton lines={6} />}</Card>
			)}
		</Sheet>
	)
}
