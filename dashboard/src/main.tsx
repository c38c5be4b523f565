import { QueryClient, QueryClientProvider } from '@tanstack/preact-query'
import { render } from 'preact'
import './ui/tokens.css'
import './ui/base.css'
import { ApiError } from './api.ts'
import { App } from './app.tsx'
import { watchSession } from './session.ts'
import { tidy } from './settings/stored.ts'

/** Asking again helps where no answer came or the server was at fault, not where it refused. */
const worthAnotherTry = (failures: number, error: Error) =>
	failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500)

const queryClient = new QueryClient({
	// Without a network the first attempt fails at once, and the page can say so instead of waiting.
	defaultOptions: {
		queries: {
			retry: worthAnotherTry,
			// Twice within a second: whoever waits longer wants to be told.
			retryDelay: (attempt) => 250 * 3 ** attempt,
			networkMode: 'always',
			staleTime: 10_000,
		},
		mutations: { networkMode: 'always' },
	},
})

tidy()
watchSession(queryClient)

const place = document.getElementById('app')
if (place) {
	render(
		<QueryClientProvider client={queryClient}>
			<App />
		</QueryClientProvider>,
		place,
	)
}
