/** Answers to the questions that browsers' signals define about a host. */

/** The day on which what Jitt does about the signal last changed. */
const GPC_SINCE = '2026-11-24'

/** `/.well-known/gpc.json` (https://w3c.github.io/gpc/#gpc-support-resource). */
export const GPC_SUPPORT = { gpc: true, lastUpdate: GPC_SINCE } as const

export const TRACKING_STATUS_TYPE = 'application/tracking-status+json'

/**
 * `/.well-known/dnt/` (https://www.w3.org/TR/tracking-dnt/#status-resource). Tracking is what the standard calls
 * it: following a person across contexts. Nobody is, in either mode, so the answer is always `N`.
 * @param page a site's privacy page; null for this host as a whole.
 */
export const trackingStatus = (page: string | null) => ({
	tracking: 'N',
	compliance: ['https://www.w3.org/TR/tracking-compliance/'],
	...(page === null ? {} : { policy: page, config: page }),
})
