import { SERVICE } from '../service.ts'
import type { Version } from './document.ts'

/** Article 28(3) of Regulation (EU) 2016/679 point by point, and what the laws of US states ask of service providers. */
export const DPA_2026_11_28: Version = {
	version: '2026-11-28',
	published: '2026-11-28',
	summary: 'The first version.',
	sections: [
		{
			heading: 'Subject, nature, purpose and duration',
			body: [
				'You, the owner of a site, are the controller; Jitt is your processor. Jitt receives what browsers send from your site, decides by your settings and by the law of the visitor’s country what may be kept, keeps it, and shows it to you as statistics. The purpose is to measure and improve your site, and nothing else. This agreement lasts as long as your account has sites.',
			],
		},
		{
			heading: 'Types of data and categories of persons',
			body: [
				[
					'Persons: visitors of your sites.',
					'For the moment of a request only, never stored: network address and user agent.',
					'Stored: the page’s address without its query string, referrer, campaign tags, time, country, region and city as far as you collect them, browser, system, class of device, language, events and properties that you define, time spent and scroll depth.',
					'In cookie mode, where you chose it: a random identifier for your site alone.',
					'The manifest of each site lists exactly what is kept of its visitors under which rule.',
				],
			],
		},
		{
			heading: 'Instructions',
			body: [
				'Jitt processes data only on your documented instructions: this agreement, and the settings of your site, of which every version is kept. That includes transfers to third countries. If the law requires something else of us we tell you before, unless the law forbids it. If we believe that an instruction breaks the law we tell you at once.',
			],
		},
		{
			heading: 'Confidentiality',
			body: [
				'Persons who can reach data are bound to confidentiality. An operator of Jitt sees your sites’ data only while a grant of yours lasts, and you see in your access log when that was used.',
			],
		},
		{
			heading: 'Security (Article 32)',
			body: [
				[
					'Encryption in transit and at rest; integrity checks; backups that are encrypted and kept with another provider.',
					'Pseudonymisation from the start: random numbers in place of persons, with a key that is destroyed at the site’s midnight.',
					'Roles with the least rights, second factors, hashed keys, an access log.',
					'Restoring and deleting are tested with every change of the software.',
				],
			],
		},
		{
			heading: 'Sub-processors',
			body: [
				'You allow in general that we use sub-processors. They are listed at /legal/subprocessors, with purpose, data, country and basis of transfer. We tell you by mail and by feed at least 30 days before one is added or replaced; until then you can object there, and if we cannot do without it for you, you can end the contract and get back what you paid for the time after. Each sub-processor is bound to the same duties, and we answer for it as for ourselves.',
			],
		},
		{
			heading: 'Transfers to third countries',
			body: [
				'Data of a site that you pin to a jurisdiction is stored there. Where a sub-processor is in a third country, the transfer rests on an adequacy decision (for the United States the EU-US Data Privacy Framework) or on the standard contractual clauses of Decision (EU) 2021/914.',
			],
		},
		{
			heading: 'Help with the rights of persons',
			body: [
				'Visitors can opt out, withdraw consent, and see, take and erase what is held under their cookie, by themselves. In lightweight mode nobody can be recognised after the day, so that there is nothing to look up (Article 11). Requests that reach us we pass on to you without delay.',
			],
		},
		{
			heading: 'Help with Articles 32 to 36',
			body: [
				'We tell you of a breach that concerns your sites’ data without undue delay, at the latest 24 hours after becoming aware of it, with what Article 33(3) asks for, in phases where not all is known. We help with impact assessments and consultations by what is documented of the processing, and by answers.',
			],
		},
		{
			heading: 'Deletion and return at the end',
			body: [
				'You can take all data along in a machine-readable form, and delete a site or the account, at any time and without our approval. What is deleted is gone from all databases, objects and files at the end of the undo window that you can waive, and you get a receipt. Copies for the recovery of databases age out within 30 days; backups within their own period, which the receipt names.',
			],
		},
		{
			heading: 'Audits',
			body: [
				'We give you all that is needed to show that these duties are kept: the software is open, receipts of deletions can be checked from outside, and the records of processing can be downloaded at any time. You, or an auditor bound to confidentiality, may inspect once a year and after a breach, with 30 days’ notice.',
			],
		},
		{
			heading: 'Service provider in the United States',
			body: [
				'Under the laws of US states Jitt is your service provider or processor. We do not sell or share personal information, do not keep, use or disclose it for any purpose but those of this agreement or outside our direct relation with you, and do not combine it with what we get elsewhere. We tell you if we can no longer keep this, and you may then stop and remedy the use.',
			],
		},
		{
			heading: 'Contact',
			body: [`Questions about this agreement are answered by a person: ${SERVICE.privacy}.`],
		},
	],
}
