import type { Say } from './cmp.ts'
import type { KlaroManager } from './cmpapi.ts'
import { found } from './found.ts'

/** What each consent tool says of statistics, by the events and functions that its documentation names. */

/** Which categories of a tool are ours, by their usual names. */
const STATISTICS = /analytic|statist|performance/i

/** Hears an event wherever the tool sends it. */
const hear = (name: string, then: (detail: unknown) => void): void => {
	for (const target of [document, window])
		target.addEventListener(name, (event) => {
			// What bubbles up from the document is heard there already.
			if (target === event.target) then((event as CustomEvent).detail)
		})
}

/** A consent that the tool took for given is no consent. */
export const cookiebot = (say: Say): void => {
	const read = () => {
		const { hasResponse, consent } = window.Cookiebot ?? {}
		say(hasResponse && consent?.method !== 'implied' ? consent?.statistics === true : null)
	}
	for (const name of ['OnConsentReady', 'OnAccept', 'OnDecline']) hear(`Cookiebot${name}`, read)
	found(() => window.Cookiebot?.consent, read)
}

/** C0002 is the group of performance cookies. Before the banner is closed the groups are what the owner presets. */
export const oneTrust = (say: Say): void => {
	const read = () =>
		say(window.OneTrust?.IsAlertBoxClosed?.() ? /,C0002,/.test(`,${window.OnetrustActiveGroups},`) : null)
	hear('OneTrustGroupsUpdated', (groups) => {
		if (Array.isArray(groups)) window.OnetrustActiveGroups = groups.join()
		read()
	})
	found(() => window.OneTrust?.IsAlertBoxClosed, read)
}

/** The service named `jitt`, or else all that serve statistics. */
export const klaro = (say: Say): void => {
	const read = (manager: KlaroManager) => {
		const services = manager.config.services ?? []
		const named = services.filter(({ name }) => name === 'jitt')
		const ours = named.length
			? named
			: services.filter(({ purposes }) => purposes?.some((purpose) => STATISTICS.test(purpose)))
		say(manager.confirmed && ours.length ? ours.every(({ name }) => manager.getConsent(name)) : null)
	}
	found(
		() => window.klaro?.getManager?.(),
		(manager) => {
			read(manager)
			// `consents` comes at every switch that is turned, this when the choice is saved.
			manager.watch({ update: (_, name) => name === 'saveConsents' && read(manager) })
		},
	)
}

/** The cookie holds a choice; without one the function answers what the region presets. */
export const complianz = (say: Say): void => {
	const read = () => {
		const [, word] = /\bcmplz_(?:\w+_)?statistics=(allow|deny)/.exec(document.cookie) ?? []
		say(word ? word === 'allow' : null)
	}
	hear('cmplz_status_change', () => {
		if (window.cmplz_has_consent) say(window.cmplz_has_consent('statistics'))
		else read()
	})
	found(() => window.cmplz_has_consent, read)
}

export const cookieyes = (say: Say): void => {
	const read = (state?: { isUserActionCompleted?: boolean; categories?: { analytics?: boolean } }) =>
		say(state?.isUserActionCompleted ? state.categories?.analytics === true : null)
	hear('cookieyes_banner_load', (detail) => read(Object(detail)))
	hear('cookieyes_consent_update', (detail) =>
		say([].concat(Object(detail).accepted).includes('analytics' as never)),
	)
	found(
		() => window.getCkyConsent,
		(state) => read(state()),
	)
}

export const osano = (say: Say): void =>
	found(
		() => window.Osano?.cm,
		(cm) => {
			// Told at once if that was before us; without consent while nobody has chosen.
			for (const event of ['osano-cm-initialized', 'osano-cm-consent-saved'])
				cm.addEventListener(event, (consent) => say(consent ? consent.ANALYTICS === 'ACCEPT' : null))
		},
	)

/** Its cookie holds `!service=true`, `false` or `wait`: the service named `jitt`, or else all for statistics. */
export const tarteaucitron = (say: Say): void => {
	const read = () => {
		const { cookie, services } = window.tarteaucitron ?? {}
		const words = [...(cookie?.read() ?? '').matchAll(/!([^=!]+)=(true|false)/g)]
		const named = words.filter(([, key]) => key === 'jitt')
		const ours = named.length
			? named
			: words.filter(([, key]) => STATISTICS.test(services?.[key as string]?.type ?? ''))
		say(ours.length ? ours.every(([, , word]) => word === 'true') : null)
	}
	for (const event of ['root_available', 'close_alert', 'consent_updated']) hear(`tac.${event}`, read)
	found(() => window.tarteaucitron?.cookie, read)
}

export const shopify = (say: Say): void => {
	hear('visitorConsentCollected', (detail) => say(Object(detail).analyticsAllowed === true))
	found(
		() => window.Shopify?.customerPrivacy?.currentVisitorConsent?.(),
		({ analytics }) => say(analytics ? analytics === 'yes' : null),
	)
}
