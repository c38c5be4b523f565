import { Link, useLocation } from 'wouter-preact'
import { useMutation } from './mutation.ts'
import { type User, useSignOut } from './session.ts'
import { useSites } from './sites.ts'
import { isTheme, useTheme } from './theme.ts'
import { Dialog } from './ui/dialog.tsx'
import { Icon } from './ui/icon.tsx'
import { Menu } from './ui/menu.tsx'
import { Problem } from './ui/problem.tsx'

/** More would make the menu a list to read through: the page of sites has a search for that. */
const MENU_SITES = 12

/** The site that the page is about, and the way to another. */
export function SiteSwitcher({ domain }: { domain: string }) {
	const [, navigate] = useLocation()
	const { data: sites = [] } = useSites()
	const near = sites.some((site) => site.domain === domain) ? sites : [{ domain }, ...sites]
	const shown = near.slice(0, MENU_SITES)
	if (!shown.some((site) => site.domain === domain)) shown.unshift({ domain })
	const more = sites.length - shown.length
	return (
		<>
			<span className="top-slash" aria-hidden="true">
				/
			</span>
			<Menu
				className="top-site"
				label={`Site ${domain}: change`}
				trigger={
					<>
						<span>{domain}</span>
						<Icon name="chevron" />
					</>
				}
				items={[
					...shown.map((site) => ({
						id: `/${site.domain}`,
						label: site.domain,
						checked: site.domain === domain,
					})),
					'line',
					{ id: '/', label: more > 0 ? `All sites (${sites.length})` : 'All sites' },
					{ id: '/new', label: 'Add a site' },
				]}
				onChoose={(path) => navigate(path)}
			/>
		</>
	)
}

/** The pages of one site. */
export function SiteNav({ domain }: { domain: string }) {
	const [path] = useLocation()
	const pages = [
		[`/${domain}`, 'Statistics'],
		[`/${domain}/goals`, 'Goals'],
		[`/${domain}/install`, 'Install'],
		[`/${domain}/privacy`, 'Privacy'],
		[`/${domain}/settings`, 'Settings'],
	] as const
	return (
		<nav className="top-nav" aria-label={`Pages of ${domain}`}>
			{pages.map(([href, label]) => (
				<Link key={href} href={href} aria-current={path === href ? 'page' : undefined}>
					{label}
				</Link>
			))}
		</nav>
	)
}

/** Theme and account, at the far end. */
export function Tools({ user }: { user: User | null }) {
	const [theme, setTheme] = useTheme()
	const [, navigate] = useLocation()
	const signOut = useMutation({ mutationFn: useSignOut(), onSuccess: () => navigate('/') })
	return (
		<div className="top-tools">
			<Menu
				label="Theme"
				trigger={<Icon name={theme === 'dark' ? 'moon' : theme === 'light' ? 'sun' : 'system'} />}
				items={[
					{ id: 'system', label: 'As the system', checked: theme === 'system' },
					{ id: 'light', label: 'Light', checked: theme === 'light' },
					{ id: 'dark', label: 'Dark', checked: theme === 'dark' },
					'line',
					{ id: '/cookies', label: 'Remember it …' },
				]}
				onChoose={(id) => (isTheme(id) ? setTheme(id) : navigate(id))}
			/>
			{user && (
				<Menu
					label={`Account of ${user.name}`}
					trigger={<Icon name="user" />}
					items={[
						{ id: '/', label: 'All sites' },
						{ id: '/teams', label: 'Teams' },
						{ id: '/account/profile', label: 'Profile' },
						{ id: '/account/security', label: 'Security' },
						{ id: '/account/keys', label: 'API keys' },
						{ id: '/account/mail', label: 'Mail' },
						{ id: '/account/data', label: 'Your data' },
						{ id: '/account/agreements', label: 'Agreements' },
						{ id: '/account/incidents', label: 'Incidents' },
						{ id: '/support', label: 'Support' },
						...(user.operator ? [{ id: '/operator', label: 'Operator console' }] : []),
						'line',
						{ id: 'out', label: 'Sign out', hint: user.email },
					]}
					onChoose={(id) => (id === 'out' ? signOut.mutate() : navigate(id))}
				/>
			)}
			<Dialog title="You are still signed in" open={signOut.isError} onClose={signOut.reset}>
				<Problem error={signOut.error} retry={() => signOut.mutate()} />
			</Dialog>
		</div>
	)
}
