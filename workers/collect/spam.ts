/**
 * Hosts that exist to be seen in other people's statistics: they send page views with themselves as referrer and
 * visit nothing. Kept short: those that many owners have written about since 2014, by registrable domain. What is
 * found here is held back, not lost.
 */
const SPAM = `
semalt.com semaltmedia.com buttons-for-website.com buttons-for-your-website.com darodar.com
ilovevitaly.com ilovevitaly.co ilovevitaly.ru priceg.com blackhatworth.com hulfingtonpost.com cenoval.ru
econom.co bestwebsitesawards.com o-o-6-o-o.com o-o-8-o-o.com humanorightswatch.org 7makemoneyonline.com
make-money-online.com best-seo-offer.com best-seo-solution.com best-seo-software.xyz free-share-buttons.com
free-social-buttons.com social-buttons.com simple-share-buttons.com floating-share-buttons.com
event-tracking.com get-free-traffic-now.com free-floating-buttons.com site-auditor.online
sitevaluation.org success-seo.com top1-seo-service.com trafficmonetize.org trafficmonetizer.org
webmonetizer.net video--production.com videos-for-your-business.com sexyali.com guardlink.org
googlsucks.com theguardlan.com 4webmasters.org 100dollars-seo.com
1-free-share-buttons.com 2-free-share-buttons.com 3-free-share-buttons.com rankings-analytics.com
ranksonic.info ranksonic.org rank-checker.online keywords-monitoring-success.com
keywords-monitoring-your-success.com traffic2cash.xyz traffic2money.com
trafficgenius.xyz monetizationking.net musclebuildfaster.com
share-buttons.xyz share-buttons-for-free.com cookie-law-enforcement-aa.xyz eu-cookie-law-enforcement2.xyz
copyrightclaims.org law-enforcement-check-three.xyz kambasoft.com savetubevideo.com srecorder.com
screentoolkit.com vodkoved.ru iskalko.ru lomb.co lombia.co superiends.org
anticrawler.org dailyrank.net domination.ml e-buyeasy.com erot.co depositfiles-porn.ga
`

/** Read at the first referrer that is looked up: most beacons have none from elsewhere. */
const hosts = new Set<string>()

/** Whether a referrer's host, or a domain above it, is known for spam. */
export function isSpam(referrer: string | null): boolean {
	const host = referrer === null ? '' : (/^https?:\/\/([^/?#:]+)/i.exec(referrer)?.[1] ?? '')
	if (host === '') return false
	if (hosts.size === 0) for (const one of SPAM.trim().split(/\s+/)) hosts.add(one)
	let name = host.toLowerCase().replace(/\.$/, '')
	for (;;) {
		if (hosts.has(name)) return true
		const dot = name.indexOf('.')
		if (dot < 0) return false
		name = name.slice(dot + 1)
	}
}
