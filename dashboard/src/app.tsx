import { useEffect } from 'preact/hooks'
import { Redirect, Route, Switch, useLocation } from 'wouter-preact'
import { ApiError } from './api.ts'
import { SiteNav, SiteSwitcher, Tools } from './header.tsx'
import { NotFound, UnknownSite } from './pages/not-found.tsx'
import { Overview } from './pages/overview.tsx'
import { SignIn } from './pages/sign-in.tsx'
import { SignUp } from './pages/sign-up.tsx'
import { Sites } from './pages/sites.tsx'
import { domainOf, nextPath, publicDomainOf, servesDesign } from './paths.ts'
import { type Session, useSession } from './session.ts'
import { useSite } from './sites.ts'
import { invitationToken } from './teams/token.ts'
import { useTitle } from './title.ts'
import { later } from './ui/later.tsx'
import { Notice } from './ui/notice.tsx'
import { Page } from './ui/page.tsx'
import { Problem } from './ui/problem.tsx'

const AddSite = later(() => import('./pages/add-site.tsx').then((page) => page.AddSite))
const Install = later(() => import('./pages/install.tsx').then((page) => page.Install))
const Settings = later(() => import('./pages/settings.tsx').then((page) => page.Settings))
const Privacy = later(() => import('./pages/privacy.tsx').then((page) => page.Privacy))
const Honoured = later(() => import('./pages/honoured.tsx').then((page) => page.HonouredPage))
const Public = later(() => import('./pages/public.tsx').then((page) => page.Public))
const Quarantine = later(() => import('./pages/quarantine.tsx').then((page) => page.Quarantine))
const Measures = later(() => import('./measures/page.tsx').then((page) => page.Measures))
const FunnelPage = later(() => import('./measures/funnel-page.tsx').then((page) => page.FunnelPage))
const Teams = later(() => import('./teams/list.tsx').then((page) => page.Teams))
const TeamPage = later(() => import('./teams/team.tsx').then((page) => page.TeamPage))
const AccessLog = later(() => import('./teams/log.tsx').then((page) => page.AccessLog))
const SupportAccess = later(() => import('./teams/support.tsx').then((page) => page.SupportAccess))
const Invitation = later(() => import('./teams/invitation.tsx').then((page) => page.Invitation))
const People = later(() => import('./teams/people.tsx').then((page) => page.People))
const Refused = later(() => import('./teams/factor.tsx').then((page) => page.Refused))
const Billing = later(() => import('./billing/page.tsx').then((page) => page.Billing))
const BillingStart = later(() => import('./billing/page.tsx').then((page) => page.BillingStart))
const Keys = later(() => import('./pages/keys.tsx').then((page) => page.Keys))
const Profile = later(() => import('./account/profile.tsx').then((page) => page.Profile))
const Security = later(() => import('./account/security.tsx').then((page) => page.SecurityPage))
const Forgot = later(() => import('./account/forgot.tsx').then((page) => page.Forgot))
const LetterLink = later(() => import('./account/letter-link.tsx').then((page) => page.LetterLink))
const Cookies = later(() => import('./settings/cookies.tsx').then((page) => page.Cookies))
const Mail = later(() => import('./settings/mail.tsx').then((page) => page.Mail))
const Agreements = later(() => import('./legal/agreements.tsx').then((page) => page.Agreements))
const Pending = later(() => import('./legal/pending.tsx').then((page) => page.Pending), true)
const MyIncidents = later(() => import('./incidents/incidents.tsx').then((page) => page.MyIncidents))
const IncidentBanner = later(() => import('./incidents/banner.tsx').then((page) => page.IncidentBanner), true)
const Data = later(() => import('./rights/data.tsx').then((page) => page.Data))
const Leaving = later(() => import('./rights/leaving.tsx').then((page) => page.LeavingPage))
const Receipt = later(() => import('./rights/receipt.tsx').then((page) => page.ReceiptPage))
const Support = later(() => import('./support/support.tsx').then((page) => page.Support))
const Contact = later(() => import('./support/contact.tsx').then((page) => page.Contact))
const Operator = later(() => import('./operator/operator.tsx').then((page) => page.Operator))
const Design = later(() => import('./pages/design.tsx').then((page) => page.Design))

const PRELOAD_AFTER_MS = 3000

/** Every page, for whoever is there. */
export function App() {
	const session = useSession()
	const [path] = useLocation()
	const domain = session.state === 'in' ? domainOf(path) : null
	// Signing in may lead away from the address that holds it.
	if (path === '/invitation') invitationToken()
	useEffect(() => {
		if (session.state !== 'in') return
		// When the first page has what it needs: then the next one opens at once.
		const timer = setTimeout(() => {
			for (const page of [AddSite, Install, Settings, Privacy, Keys]) page.preload()
		}, PRELOAD_AFTER_MS)
		return () => clearTimeout(timer)
	}, [session.state])
	const tools = (
		<>
			{domain && <SiteSwitcher domain={domain} />}
			{domain && <SiteNav domain={domain} />}
			<Tools user={session.state === 'in' ? session.user : null} />
		</>
	)
	return (
		<Page place={placeOf(session, path)} tools={tools}>
			{session.state === 'in' && session.user && !session.user.leaving && <IncidentBanner />}
			{path === '/ui' && servesDesign(location.hostname) ? (
				<Design />
			) : path === '/cookies' ? (
				<Cookies />
			) : isContact(path) ? (
				<Contact path={path} />
			) : receiptOf(path) ? (
				<Receipt key={path} number={receiptOf(path)} />
			) : path === '/forgot' ? (
				<Forgot />
			) : isLetterLink(path) ? (
				<LetterLink key={path} path={path} />
			) : (
				<Pages session={session} domain={domain} path={path} />
			)}
		</Page>
	)
}

/** The number of the receipt that a path shows, to anybody; blank where it shows none. */
const receiptOf = (path: string): string => /^\/receipts\/([^/]+)$/.exec(path)?.[1] ?? ''

/** Support without an account. */
const isContact = (path: string): boolean => /^\/contact(\/|$)/.test(path)

/** Where links in letters lead, whoever is signed in. */
const isLetterLink = (path: string): boolean => /^\/(confirm|sign-in-link|new-password)$/.test(path)

/** The sign-in form is a place of its own, at whatever address it stands. */
function placeOf({ state }: Session, path: string): string | null {
	const forAll =
		path === '/cookies' ||
		receiptOf(path) !== '' ||
		path === '/forgot' ||
		isContact(path) ||
		isLetterLink(path)
	if (publicDomainOf(path) || forAll) return path
	if (state === 'asking') return null
	return state === 'out' && path !== '/sign-up' ? '/sign-in' : path
}

function Pages({ session, domain, path }: { session: Session; domain: string | null; path: string }) {
	// Nothing to show for the moment it takes: a flash of a form would be worse.
	const shared = publicDomainOf(path)
	if (shared) return <Public key={shared} domain={shared} />
	if (session.state === 'asking') return null
	if (session.state === 'failed') return <Problem error={session.error} retry={session.retry} />
	if (session.state === 'out') {
		if (path === '/sign-up') return <SignUp />
		return (
			<>
				{path === '/invitation' && <Invited />}
				<SignIn ended={session.ended} />
			</>
		)
	}
	if (session.user?.leaving) return <Leaving />
	// A site's pages start anew for another site: nothing of the one before stays on the screen.
	if (domain) return <SitePages key={domain} domain={domain} />
	return (
		<Switch>
			<Route path="/">
				<Pending />
				<Sites />
			</Route>
			<Route path="/new">
				<AddSite />
			</Route>
			<Route path="/teams">
				<Teams />
			</Route>
			<Route path="/teams/:team">{({ team }) => <TeamPage key={team} id={team} />}</Route>
			<Route path="/teams/:team/log">{({ team }) => <AccessLog key={team} id={team} />}</Route>
			<Route path="/teams/:team/support">{({ team }) => <SupportAccess key={team} id={team} />}</Route>
			<Route path="/invitation">
				<Invitation />
			</Route>
			<Route path="/billing">
				<BillingStart />
			</Route>
			<Route path="/teams/:team/billing">{({ team }) => <Billing key={team} team={team} />}</Route>
			<Route path="/account/profile">
				<Profile user={session.user} />
			</Route>
			<Route path="/account/security">
				<Security user={session.user} />
			</Route>
			<Route path="/account/keys">
				<Keys />
			</Route>
			<Route path="/account/data">
				<Data />
			</Route>
			<Route path="/account/mail">
				<Mail />
			</Route>
			<Route path="/account/agreements">
				<Agreements />
			</Route>
			<Route path="/account/incidents">
				<MyIncidents />
			</Route>
			<Route path="/support/*?">
				<Support />
			</Route>
			<Route path="/operator/*?">
				<Operator />
			</Route>
			<Route path="/sign-in">
				<Redirect to={nextPath(history.state)} replace />
			</Route>
			<Route path="/sign-up">
				<Redirect to={nextPath(history.state)} replace />
			</Route>
			<Route>
				<NotFound />
			</Route>
		</Switch>
	)
}

function Invited() {
	return (
		<Notice kind="info">
			You are invited. Sign in with the address that the invitation was sent to; or create an account with it,
			and open the link in the mail once more.
		</Notice>
	)
}

function SitePages({ domain }: { domain: string }) {
	const { data, error } = useSite(domain)
	if (error instanceof ApiError && error.status === 404) return <UnknownSite domain={domain} />
	if (error instanceof ApiError && error.status === 403) return <Refused error={error} />
	// It is found under a former name as well.
	if (data && data.domain !== domain) return <Redirect to={`/${data.domain}`} replace />
	return (
		<Switch>
			<Route path="/:domain">
				<Statistics domain={domain} />
			</Route>
			<Route path="/:domain/install">
				<Install domain={domain} />
			</Route>
			<Route path="/:domain/privacy">
				<Privacy domain={domain} />
			</Route>
			<Route path="/:domain/goals">
				<Measures domain={domain} />
			</Route>
			<Route path="/:domain/funnels/:id">{({ id }) => <FunnelPage key={id} domain={domain} id={id} />}</Route>
			<Route path="/:domain/held">
				<Quarantine domain={domain} />
			</Route>
			<Route path="/:domain/people">{data && <People site={data} />}</Route>
			<Route path="/:domain/honoured">{data && <Honoured domain={domain} timezone={data.timezone} />}</Route>
			<Route path="/:domain/settings">
				<Settings domain={domain} />
			</Route>
			<Route>
				<NotFound />
			</Route>
		</Switch>
	)
}

function Statistics({ domain }: { domain: string }) {
	useTitle(domain)
	return <Overview domain={domain} />
}
