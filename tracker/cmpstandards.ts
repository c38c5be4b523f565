import type { Say } from './cmp.ts'
import type { TcData } from './cmpapi.ts'
import { found } from './found.ts'

/** What a visitor must allow: storage on the device, measuring content, understanding audiences. */
const PURPOSES = [1, 8, 9]

/**
 * IAB Transparency and Consent Framework. We are no vendor on its list: it is the site that measures, so the
 * purposes count. Where the GDPR does not apply the visitor's own law decides.
 */
export const tcf = (say: Say): void =>
	found(
		() => window.__tcfapi,
		(api) => {
			let chosen = false
			api('addEventListener', 2, (data: TcData | null) => {
				const word = /^(tcloaded|useractioncomplete)$/.test(data?.eventStatus ?? '')
				if (data?.gdprApplies === false) say(null)
				else if (word) say(PURPOSES.every((purpose) => data?.purpose?.consents?.[purpose]))
				// Whoever looks at the banner again keeps what was chosen.
				else if (!chosen) say(null)
				chosen ||= word
			})
		},
	)

/**
 * Google Consent Mode v2, as sites send it to Google: what is pushed to `dataLayer`. Only an update is the
 * visitor's word; a default is the site's, by region, and we have a law table for that.
 */
export const consentMode = (say: Say): void =>
	found(
		() => window.dataLayer,
		(layer) => {
			const read = (item: unknown) => {
				const [command, kind, signals] = Object(item)
				const word = signals?.analytics_storage
				if (command === 'consent' && kind === 'update' && word) say(word === 'granted')
			}
			const push = layer.push
			layer.push = (...items) => {
				for (const item of items) if (isCommand(item)) read(item)
				return push.apply(layer, items)
			}
			for (const item of layer) if (isCommand(item)) read(item)
		},
	)

/** `gtag` pushes its arguments; what a tag manager pushes are plain objects. */
const isCommand = (item: unknown): boolean => Symbol.iterator in Object(item)
