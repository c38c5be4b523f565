import { Route, Switch } from 'wouter-preact'
import { Overview } from './pages/overview.tsx'

export function App() {
	return (
		<Switch>
			<Route path="/:domain">{({ domain }) => <Overview domain={domain} />}</Route>
		</Switch>
	)
}
