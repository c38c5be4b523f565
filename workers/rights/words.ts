import type { Reason } from '../model/event.ts'
import type { FieldKey } from './fields.ts'

/**
 * What a language says. Texts are whole sentences with `{names}` for what changes; none is put together from
 * parts of sentences, since languages disagree about their order.
 */
export interface Words {
	/** BCP 47, for names of countries and dates. */
	code: string
	/** The language's name in itself. */
	name: string
	notice: NoticeWords
	fields: Record<FieldWord, string>
	page: PageWords
}

/** The notice's eleven points; a test holds every language against English. */
export interface NoticeWords {
	title: string
	headings: readonly [
		...[string, string, string, string, string, string, string, string],
		...[string, string, string],
	]
	/** Stands where the owner's address belongs. */
	contact: string
	who: string
	modeLight: string
	modeConsentEverywhere: string
	/** `{places}` ask first even without a cookie. */
	modeConsentIn: string
	/** Of a country, all but some of its regions. */
	except: string
	others: string
	modeCookie: string
	/** `{places}` get the cookie without being asked. */
	cookieIn: string
	cookieNever: string
	cookieAlways: string
	fallbackLight: string
	fallbackNone: string
	token: string
	cookie: string
	noCookie: string
	stored: string
	switchedOff: string
	basisConsent: string
	basisInterest: string
	basisUk: string
	basisExempt: string
	retention: string
	objection: string
	withdrawal: string
	/** Of the choice itself; storing it needs no consent. */
	remembered: string
	recipients: string
	inEu: string
	inUs: string
	anywhere: string
	rights: string
	rightsLight: string
	rightsCookie: string
	limits: string
	limitsLight: string
}

/** How fields are called in a list, by how much of them is kept. */
export type FieldWord =
	| Exclude<FieldKey, 'browser' | 'referrer'>
	| ('city' | 'region' | 'country')
	| ('browserFull' | 'browserMajor' | 'browserNames')
	| ('referrerPath' | 'referrerHost' | 'referrerSource')

export interface PageWords {
	heading: string
	intro: string
	here: string
	from: string
	fromUnknown: string
	rule: string
	firm: string
	contested: string
	reasons: Record<Exclude<Reason, 'no-cookie-path'>, string>
	noSignal: string
	honest: string
	act: string
	actWhere: string
	policy: string
	version: string
	machines: string
	noAdvice: string
	languages: string
}
