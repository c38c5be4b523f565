import type { Wording } from '../../letter.ts'

/** Letters about plans and payments. */

const money = (cents: number, currency: string): string =>
	new Intl.NumberFormat('en', { style: 'currency', currency }).format(cents / 100)
const number = (value: number): string => new Intl.NumberFormat('en').format(value)
const day = (at: number): string =>
	new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }).format(at)

const FOOTER = 'You get this because you are an owner, an admin or the billing contact of this team.'
const COUNTED = 'Everything is still counted, and your dashboards stay open.'

interface Team {
	team: string
	link: string
}

/** The team has used so many per cent of the month's events. */
export const usageWords = (
	v: Team & { percent: number; used: number; events: number; left: readonly string[]; resetsAt: number },
): Wording => ({
	subject: `${v.team}: ${v.percent} % of this month’s events`,
	paragraphs: [
		`The sites of ${v.team} have counted ${number(v.used)} events this month; your plan has ${number(v.events)}.`,
		v.percent < 100
			? 'Nothing changes for now.'
			: `${COUNTED} While the month is far over its plan, detail is left out of what is newly counted, in this order:`,
		...(v.percent < 100 ? [] : [v.left.join('\n')]),
		`A larger plan ends this at once; so does the new month, on ${day(v.resetsAt)}.`,
	],
	action: { label: 'See your usage', link: v.link },
	footer: FOOTER,
})

/** A payment did not go through. */
export const failedWords = (
	v: Team & { amount: number; currency: string; nextAttemptAt: number | null; graceEndsAt: number },
): Wording => ({
	subject: `${v.team}: a payment did not go through`,
	paragraphs: [
		`${money(v.amount, v.currency)} for Jitt could not be taken. The bank may ask you to confirm it, or the card may have expired.`,
		v.nextAttemptAt === null
			? 'It is not tried again by itself.'
			: `It is tried again on ${day(v.nextAttemptAt)}.`,
		`Until ${day(v.graceEndsAt)} nothing changes. After that the limits of the free plan hold; nothing of what was counted is deleted.`,
	],
	action: { label: 'Pay now', link: v.link },
	footer: FOOTER,
})

/** What was owed is paid. */
export const recoveredWords = (v: Team): Wording => ({
	subject: `${v.team}: the payment went through`,
	paragraphs: ['Thank you: the open payment for Jitt went through, and your plan goes on as before.'],
	action: { label: 'See your plan', link: v.link },
	footer: FOOTER,
})

/** Nothing was paid until grace ended. */
export const graceOverWords = (v: Team & { events: number }): Wording => ({
	subject: `${v.team}: the limits of the free plan hold now`,
	paragraphs: [
		`A payment for Jitt is still open. From now on the limits of the free plan hold: ${number(v.events)} events a month.`,
		`${COUNTED} Nothing of what was counted is deleted. Your plan is back as soon as the payment is made.`,
	],
	action: { label: 'Pay now', link: v.link },
	footer: FOOTER,
})

/** A subscription is over. */
export const endedWords = (v: Team & { events: number }): Wording => ({
	subject: `${v.team}: your subscription has ended`,
	paragraphs: [
		`The subscription of ${v.team} has ended, and nothing more is charged. The free plan holds now: ${number(v.events)} events a month.`,
		`${COUNTED} Nothing of what was counted is deleted.`,
	],
	action: { label: 'Choose a plan', link: v.link },
	footer: FOOTER,
})

/** The trial ends soon. */
export const trialWords = (v: Team & { endsAt: number; events: number }): Wording => ({
	subject: `${v.team}: your trial ends on ${day(v.endsAt)}`,
	paragraphs: [
		`Until ${day(v.endsAt)} you try Jitt without a card. After that the free plan holds: ${number(v.events)} events a month.`,
		`${COUNTED} Nothing is deleted, and nothing is charged unless you choose a plan.`,
	],
	action: { label: 'See the plans', link: v.link },
	footer: FOOTER,
})

const SAMPLE = { team: 'Ada & Co', link: 'https://jitt.example/teams/t/billing' }
const AT = Date.UTC(2026, 11, 1)

/** One of each. */
export const samples: readonly Wording[] = [
	usageWords({ ...SAMPLE, percent: 80, used: 80_000, events: 100_000, left: [], resetsAt: AT }),
	usageWords({ ...SAMPLE, percent: 120, used: 120_000, events: 100_000, left: ['1. cities'], resetsAt: AT }),
	failedWords({ ...SAMPLE, amount: 1071, currency: 'eur', nextAttemptAt: AT, graceEndsAt: AT }),
	recoveredWords(SAMPLE),
	graceOverWords({ ...SAMPLE, events: 10_000 }),
	endedWords({ ...SAMPLE, events: 10_000 }),
	trialWords({ ...SAMPLE, endsAt: AT, events: 10_000 }),
]
