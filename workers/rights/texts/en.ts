import type { Words } from '../words.ts'

export const en: Words = {
	code: 'en',
	name: 'English',
	notice: {
		title: 'How this website measures its use',
		headings: [
			'Who measures, and why',
			'How',
			'Without a cookie',
			'The cookie',
			'What is stored',
			'Legal basis',
			'For how long',
			'How to object',
			'Who receives it',
			'Your rights',
			'Limits of the opt-out',
		],
		contact: '[your contact address]',
		who: 'We measure how {site} is used with Jitt, a service that works on our behalf as a processor. The only purpose is to measure and improve this website: there is no advertising, nothing is sold or shared, and nobody is followed to other websites.',
		modeLight:
			'Visits are counted without a cookie. Nothing is stored on your device, and nobody is recognised on another day.',
		modeConsentEverywhere: 'Visits are counted only after you have agreed.',
		modeConsentIn: 'In these places even that happens only after you have agreed: {places}.',
		except: '{place} except {regions}',
		others: 'all other countries',
		modeCookie: 'A first-party cookie recognises returning visitors of this website.',
		cookieIn:
			'It is set without asking first only in: {places}. Everywhere else it is set only after you have agreed.',
		cookieNever: 'It is set only after you have agreed.',
		cookieAlways: 'It is set without asking first; you can object at any time.',
		fallbackLight: 'Where it is not set, visits are counted without a cookie as far as the law allows.',
		fallbackNone: 'Where it is not set, nothing is counted.',
		token:
			'At each page view your internet address and your browser’s header are used in memory only: to learn country and rough place, browser, system and kind of device, and to form a one-way token with a random key of the day. The key is destroyed at midnight ({timezone}). Neither address nor header is stored, and nothing is stored on your device.',
		cookie:
			'The cookie ({cookies}) holds a random identifier that is valid on this website only. It lives 390 days, less than 13 months, from the day it was first set; later visits do not prolong it. Where the law of your country demands it, you are asked first.',
		noCookie: 'No cookie is set to measure you.',
		stored: 'Stored are: {fields}.',
		switchedOff: 'We have switched off: {off}.',
		basisConsent: 'Where you are asked, the legal basis is your consent (Art. 6(1)(a) GDPR).',
		basisInterest:
			'Where you are not asked, it is our legitimate interest in knowing how our website is used (Art. 6(1)(f) GDPR).',
		basisUk:
			'In the United Kingdom the cookie rests on the exception for statistical purposes (PECR, Schedule A1, paragraph 5).',
		basisExempt:
			'In France (Art. 82 of the Data Protection Act), Spain, Italy and the Netherlands the cookie rests on the national exemption for audience measurement.',
		retention:
			'Page views and events are kept for {events} days, visits for {visits} days, daily totals for {rollups} days; then they are deleted. Each deletion leaves a receipt that anybody can check: {receipts}',
		objection:
			'You can object at any time and free of charge with the opt-out button on this website; it stores nothing but a cookie that says “1”. Global Privacy Control (GPC) and Do Not Track (DNT) are honoured: while your browser sends one of them nothing is stored, unless you have expressly agreed on this website and the law lets that prevail.',
		withdrawal: 'You can withdraw your consent in the same place, as easily as you gave it.',
		remembered:
			'What you choose in the privacy panel of this website is remembered for 390 days in a cookie that holds nothing else (jitt_choice).',
		recipients:
			'The data is processed by Jitt and its sub-processor Cloudflare, Inc. (USA), and given to nobody else (details: {manifest}).',
		inEu: 'What is stored of visits is stored in the European Union. Where Cloudflare’s parent company could have access, the basis is the EU-US Data Privacy Framework and the standard contractual clauses.',
		inUs: 'What is stored of visits is stored in the United States; the basis of the transfer is the EU-US Data Privacy Framework and the standard contractual clauses.',
		anywhere:
			'It may be processed outside your country, also in the USA; the basis of the transfer is the EU-US Data Privacy Framework and the standard contractual clauses.',
		rights:
			'You have the rights of access, rectification, erasure, restriction, portability and objection, and may complain to a supervisory authority. Write to: {contact}.',
		rightsLight:
			'What was counted without a cookie can be tied to nobody after midnight, not even by us: there is nothing that we could look up (Art. 11 GDPR).',
		rightsCookie:
			'With the cookie you can download and erase on this website everything that is held under it.',
		limits:
			'The opt-out holds for this browser until its cookies are cleared; Safari may remove it after seven days of use without a visit here. Global Privacy Control in your browser is the lasting choice.',
		limitsLight: 'Where no cookie can be stored, the opt-out holds until midnight.',
	},
	fields: {
		page: 'the page',
		title: 'its title',
		time: 'the time',
		visit: 'random numbers of the visit and the visitor',
		campaign: 'campaign tags',
		place: 'place',
		city: 'country, region and city',
		region: 'country and region',
		country: 'country',
		browserFull: 'browser and system with their versions',
		browserMajor: 'browser and system with their main versions',
		browserNames: 'browser and system without versions',
		referrerPath: 'the page that led here',
		referrerHost: 'the website that led here',
		referrerSource: 'the kind of source',
		device: 'kind of device',
		screen: 'class of screen width',
		language: 'language',
		network: 'kind of network',
		engagement: 'reading time and scroll depth',
		vitals: 'loading times',
		events: 'names of actions such as clicks and downloads',
		properties: 'details of such actions',
		revenue: 'amounts of purchases',
		decision: 'the rule under which it was kept',
	},
	page: {
		heading: 'Privacy on {site}',
		intro:
			'This page is made from the settings that are in force on {site} now. Jitt measures on behalf of that website.',
		here: 'For you, here and now',
		from: 'Your request comes from: {place}.',
		fromUnknown: 'Where your request comes from is unknown, so the safe rule applies.',
		rule: 'Rule {rule}: {law}.',
		firm: 'How this law applies is settled.',
		contested: 'How this law applies is disputed.',
		reasons: {
			optout: 'You have opted out: nothing is counted.',
			denied: 'You have refused to be measured: nothing is counted.',
			gpc: 'Your browser sends Global Privacy Control. It is honoured: nothing is counted.',
			dnt: 'Your browser sends Do Not Track. It is honoured: nothing is counted.',
			lightweight: 'Your visit is counted without a cookie.',
			'lightweight-needs-consent': 'Nothing is counted before you agree on the website.',
			granted: 'You have agreed: a cookie recognises you on this website.',
			'opt-out': 'A cookie recognises you on this website until you object.',
			notice: 'A cookie recognises you on this website; you can object.',
			fallback:
				'No cookie is set before you agree on the website; until then your visit is counted without one.',
			'fallback-none': 'Nothing is counted before you agree on the website.',
		},
		noSignal: 'Your browser sends neither Global Privacy Control nor Do Not Track.',
		honest:
			'What is counted of you without a cookie can be tied to you by nobody after midnight, not even by us. So it can neither be shown to you nor deleted singly: nobody could find it.',
		act: 'Where you can act',
		actWhere:
			'Choices take effect where the cookie is: on {site} itself. Its privacy panel lets you opt out and back in, withdraw consent, and download or erase what is held under your cookie.',
		policy: 'Policy',
		version: 'Version {version}, in force since {date}.',
		machines: 'The same for machines, with every version there was: {manifest}',
		noAdvice: 'The table of laws is engineering research, not legal advice.',
		languages: 'Languages',
	},
}
