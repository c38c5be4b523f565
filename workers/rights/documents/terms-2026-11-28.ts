import { SERVICE } from '../service.ts'
import type { Version } from './document.ts'

export const TERMS_2026_11_28: Version = {
	version: '2026-11-28',
	published: '2026-11-28',
	summary: 'The first version.',
	sections: [
		{
			heading: 'Before you pay',
			body: [
				'You can leave at any time: stop using Jitt, cancel, or delete your account. What is paid for runs to its end. Leaving because you disagree with these terms, or with a change of them, gives no refund.',
				'Rights that the law gives you as a consumer, such as withdrawing from a contract made at a distance, are not touched by this.',
			],
		},
		{
			heading: 'What you get',
			body: [
				'Jitt counts visits to your sites and shows you the result. You may use it within the number of events of your plan (/pricing). Above it the totals go on without a gap and the dashboard stays open; detail of further events is dropped in an order that the documentation states, and you are told by mail before that.',
				'Every plan begins with a free trial that needs no card.',
			],
		},
		{
			heading: 'What we ask of you',
			body: [
				[
					'Measure only sites that are yours, or whose owner agrees.',
					'Tell your visitors about Jitt in your own privacy policy. The text for it is in your site’s settings.',
					'Send us no personal data of your visitors in page addresses, events or properties. What is recognised as such is taken out, and the rest is your responsibility.',
					'Keep your account yours: full name, an e-mail address that works, and a password that nobody else has.',
					'Do not use Jitt to harm others or the service itself.',
				],
			],
		},
		{
			heading: 'Your data',
			body: [
				'You own it. We process your visitors’ data on your behalf under the data processing agreement (/legal/dpa), and data of your account as the privacy policy (/legal/privacy) says. You can take both along and have both deleted at any time, without our approval.',
			],
		},
		{
			heading: 'Paying and cancelling',
			body: [
				[
					'Prices are those of the pricing page, without tax, paid in advance by month or by year through Stripe.',
					'An upgrade takes effect at once and costs the difference for the rest of the period. A downgrade takes effect at the period’s end.',
					'If a payment fails we tell you and try again; after the days of grace your team falls back to what is free. Nothing is deleted for it.',
					'You cancel under Billing, with effect at the end of the paid period. Deleting the account cancels at once.',
				],
			],
		},
		{
			heading: 'If we end it',
			body: [
				'We may close an account that breaks these terms or endangers others. We say why, give 30 days to take the data along unless the law forbids it, and pay back what was paid for the time after.',
				'If we end the service we say so at least 90 days before.',
			],
		},
		{
			heading: 'Liability',
			body: [
				'We answer without limit for intent, gross negligence and harm to persons, and where the law says so. Otherwise we answer for the breach of essential duties, up to what you paid in the twelve months before.',
			],
		},
		{
			heading: 'Changes',
			body: [
				'A new version has a date; older ones stay readable. We tell you by mail and on the dashboard at least 30 days before a change that is to your disadvantage, and ask once whether you agree. If you do not, you can cancel until then.',
				`Questions about these terms are answered by a person: ${SERVICE.contact}.`,
			],
		},
	],
}
