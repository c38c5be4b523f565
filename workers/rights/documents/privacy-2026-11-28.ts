import { SERVICE } from '../service.ts'
import type { Version } from './document.ts'

/** The 21 promises, in plain words. `docs/promises.md` says which tests hold each of them. */
export const PRIVACY_2026_11_28: Version = {
	version: '2026-11-28',
	published: '2026-11-28',
	summary: 'The first version.',
	sections: [
		{
			heading: 'If you have an account',
			body: [
				[
					'We ask only for what the service needs: your full name and e-mail address when you sign up, and billing details only when you take a paid plan.',
					'Payments, monthly or annual, go through Stripe. Card data never reaches us. Billing data serves payment and the prevention of fraud, nothing else.',
					'You can leave at any time: stop using Jitt, cancel, or delete your account. Leaving because you disagree with the terms gives no refund; the terms (/legal/terms) and the pricing page (/pricing) say so before you pay.',
					'You own the data in your account. You can have it deleted, and take it with you, at any time and without anyone’s approval but your own.',
					'A support conversation holds only the messages both ways, the attachments of the ticket, the network address from which the ticket was sent, your name and e-mail address, and what you add yourself. Nothing else is collected, and all of it goes when the ticket goes.',
					'Cookies and stored settings on our own pages remember preferences. Which of them are required is shown at /legal/cookies; every other one is off until you turn it on. Turning one off may switch a feature off, and we say which.',
					'Nothing about you is sold, or shared for marketing. Processors get what their task needs, and no more: payment (Stripe), hosting and delivery (cloud providers). They are listed at /legal/subprocessors, and you hear before the list changes. Infrastructure logs serve security and performance only.',
					'If your data is part of a breach you are told within three days of our knowing of it, and get the full story when the investigation ends. A notice is shown to those affected, or to everyone, depending on the breach.',
					'What we store is encrypted in transit and at rest, checked for integrity, protected against loss, theft, unauthorised access, disclosure, copying, use and alteration, and kept redundantly with more than one provider.',
					'Data about an audience is kept only for as long as the site’s owner has set.',
					'The settings of your account change nothing about any of this: no plan and no setting trades privacy away.',
					'Improvements that we give back to open-source projects contain no customer’s personal data.',
					'Terms and policies carry a date and a history, which stays readable. You can ask questions and reach a person.',
				],
			],
		},
		{
			heading: 'If you own a site that uses Jitt',
			body: [
				[
					'Cookie tracking follows a visitor through their visits to your site. Lightweight tracking, which is the default, does without cookies.',
					'You get ready-made tools with which your visitors can opt out, and the text that discloses Jitt as a third party in your own privacy policy. Both are in your site’s settings.',
					'The privacy law of the visitor’s country applies, whatever country you are in.',
				],
			],
		},
		{
			heading: 'If you visit a site that uses Jitt',
			body: [
				[
					'No personal information about you is stored.',
					'When you opt out, a cookie remembers it for your next visits to that site. In another browser, or with cookies deleted or disabled, your choice cannot be remembered.',
					'Do Not Track, Global Privacy Control and settings like them are honoured.',
					'What your browser sends is handled by a server near you. Your address, system and browser are used for that moment only.',
					'Questions about a site’s use of Jitt go to the site’s owner. What Jitt itself can answer and do for you needs no account: write to us, or open the site’s privacy page here, which shows what is measured and lets you see, take and erase what is held.',
				],
			],
		},
		{
			heading: 'What we hold of an account, and for how long',
			body: [
				[
					'Name, e-mail address, a hash of your password, the public part of passkeys and second factors, and your sessions: until you delete the account. Expired sessions go within an hour.',
					'Teams, sites and their settings, and which version of which document your team accepted: until the team is deleted.',
					'Who looked at your sites’ data and when, for you to read: 12 months.',
					'Support conversations: 12 months after they are closed, or until you delete them.',
					'Addresses that mail came back from, as a keyed hash, so that we do not go on writing there: 30 days; those that reported a mail as spam: a year, or until you say that mail may come again.',
					'Invoices: for as long as tax law asks, at Stripe. They are the only thing that outlives a deleted account.',
				],
				'The legal basis is the contract with you; for security logs it is our legitimate interest in a service that works; for news by mail it is your consent, which you give and take back under Account, Mail.',
			],
		},
		{
			heading: 'Your rights',
			body: [
				'You can see, correct, take along and delete what we hold of you, under Account, without asking anybody. You can object and have processing restricted, and you can complain to the data protection authority where you live.',
				`A person answers your questions: ${SERVICE.privacy}.`,
			],
		},
	],
}
