import type { Policy } from '../model/policy.ts'
import { FIELDS, type Field } from './fields.ts'
import { fill } from './languages.ts'
import type { RuleOutcome } from './outcomes.ts'
import { listed, placesOf } from './places.ts'
import type { FieldWord, Words } from './words.ts'

/** The paragraphs that a site owes its visitors, made from the settings that are in force. */
export interface Notice {
	title: string
	/** Eleven, always in this order. */
	points: { heading: string; text: string }[]
}

/** What a notice is made from. */
export interface NoticeFacts {
	policy: Policy
	/** Of visitors who have chosen nothing yet, one for each rule. */
	outcomes: readonly RuleOutcome[]
	/** Addresses where the manifest and the receipts of deletions are. */
	manifest: string
	receipts: string
	/** Stands in for the owner's address until the owner writes it. */
	contact?: string
}

/** With and without HTTPS and HTTP (`docs/privacy.md`). */
const COOKIES = '__Host-jitt, jitt'

/** The notice in a language. */
export function noticeOf(words: Words, facts: NoticeFacts): Notice {
	const { notice } = words
	const { policy, outcomes } = facts
	const cookies = policy.mode === 'cookie'
	const asked = outcomes.filter(({ outcome, reason }) => outcome === 'none' || reason === 'fallback')
	const texts = [
		[notice.who],
		modeTexts(words, policy, outcomes),
		[notice.token],
		[cookies ? notice.cookie : notice.noCookie],
		storedTexts(words, policy),
		basisTexts(words, policy, outcomes, asked),
		[notice.retention],
		[notice.objection, ...(asked.length > 0 ? [notice.withdrawal, notice.remembered] : [])],
		[
			notice.recipients,
			{ eu: notice.inEu, us: notice.inUs, none: notice.anywhere }[policy.jurisdiction ?? 'none'],
		],
		[notice.rights, notice.rightsLight, ...(cookies ? [notice.rightsCookie] : [])],
		[notice.limits, notice.limitsLight],
	]
	const values = {
		site: policy.domain,
		timezone: policy.timezone,
		cookies: COOKIES,
		events: policy.retentionDays,
		visits: policy.privacy.visitDays ?? policy.retentionDays,
		rollups: policy.privacy.rollupDays ?? policy.retentionDays,
		manifest: facts.manifest,
		receipts: facts.receipts,
		contact: facts.contact ?? notice.contact,
		...fieldLists(words, policy),
		...placeLists(words, outcomes),
	}
	return {
		title: notice.title,
		points: texts.map((sentences, i) => ({
			heading: notice.headings[i] ?? '',
			text: sentences.map((sentence) => fill(sentence, values)).join(' '),
		})),
	}
}

const having = (outcomes: readonly RuleOutcome[], outcome: RuleOutcome['outcome']) =>
	outcomes.filter((one) => one.outcome === outcome)

function modeTexts({ notice }: Words, policy: Policy, outcomes: readonly RuleOutcome[]): string[] {
	const nothing = having(outcomes, 'none')
	if (policy.mode === 'lightweight') {
		if (nothing.length === outcomes.length) return [notice.modeConsentEverywhere, notice.modeLight]
		return [notice.modeLight, ...(nothing.length > 0 ? [notice.modeConsentIn] : [])]
	}
	const kept = having(outcomes, 'cookie')
	if (kept.length === outcomes.length) return [notice.modeCookie, notice.cookieAlways]
	return [
		notice.modeCookie,
		kept.length > 0 ? notice.cookieIn : notice.cookieNever,
		having(outcomes, 'light').length > 0 ? notice.fallbackLight : notice.fallbackNone,
	]
}

function placeLists(words: Words, outcomes: readonly RuleOutcome[]): { places: string } {
	const all = outcomes.map(({ rule }) => rule)
	const kept = having(outcomes, 'cookie')
	const named = kept.length > 0 ? kept : having(outcomes, 'none')
	return {
		places: placesOf(
			words,
			named.map(({ rule }) => rule),
			all,
		),
	}
}

function basisTexts(
	{ notice }: Words,
	policy: Policy,
	outcomes: readonly RuleOutcome[],
	asked: readonly RuleOutcome[],
): string[] {
	const kept = new Set(having(outcomes, 'cookie').map(({ rule }) => rule))
	return [
		...(asked.length > 0 ? [notice.basisConsent] : []),
		...(having(outcomes, 'none').length < outcomes.length ? [notice.basisInterest] : []),
		...(kept.has('GB') ? [notice.basisUk] : []),
		...(policy.privacy.exempt && kept.has('FR') ? [notice.basisExempt] : []),
	]
}

function storedTexts({ notice }: Words, policy: Policy): string[] {
	const off = FIELDS.some(({ level }) => level(policy) === null)
	return [notice.stored, ...(off ? [notice.switchedOff] : [])]
}

function fieldLists(words: Words, policy: Policy): { fields: string; off: string } {
	const levels = FIELDS.map((field) => [field, field.level(policy)] as const)
	const kept = levels.flatMap(([field, level]) =>
		level === null ? [] : [words.fields[wordOf(field, level)]],
	)
	const off = levels.flatMap(([{ key }, level]) =>
		level === null && key !== 'browser' && key !== 'referrer' ? [words.fields[key]] : [],
	)
	return { fields: listed(kept), off: listed(off) }
}

function wordOf({ key }: Field, level: string): FieldWord {
	switch (key) {
		case 'place':
			return level === 'city' || level === 'region' ? level : 'country'
		case 'browser':
			return level === 'full' ? 'browserFull' : level === 'major' ? 'browserMajor' : 'browserNames'
		case 'referrer':
			return level === 'path' ? 'referrerPath' : level === 'host' ? 'referrerHost' : 'referrerSource'
		default:
			return key
	}
}
