import { and, asc, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Env } from '../env.ts'
import { alive } from '../store/named.ts'
import { policyOf } from '../store/policy.ts'
import { member, user } from '../store/schema/account.ts'
import { site } from '../store/schema/catalog.ts'
import type { Section } from './documents/document.ts'
import { FIELDS, NEVER } from './fields.ts'
import { SERVICE } from './service.ts'
import { SUBPROCESSORS } from './subprocessors.ts'

/** Records of processing (Article 30 of Regulation (EU) 2016/679), made from what is in force. */

/** Technical and organisational measures, as far as a record names them. */
const SECURITY = [
	'encryption in transit (TLS) and at rest',
	'no address and no user agent is stored; visitors are random numbers, keyed for one day',
	'roles with least rights, second factors, hashed passwords and keys, an access log',
	'operators see a customer’s data only by a grant of its owner that ends by itself',
	'encrypted backups with a second provider; deletions leave receipts that can be checked from outside',
] as const

const us = { name: SERVICE.name, contact: SERVICE.contact, privacy: SERVICE.privacy }

/** What Jitt does on behalf of one team, for Article 30(2). @param now ms since the epoch. */
export async function processorRecord(env: Env, team: { id: string; name: string }, now: number) {
	const db = drizzle(env.DB, { casing: 'snake_case' })
	const [owners, sites] = await Promise.all([
		db
			.select({ name: user.name, email: user.email })
			.from(member)
			.innerJoin(user, eq(user.id, member.userId))
			.where(and(eq(member.teamId, team.id), eq(member.role, 'owner')))
			.orderBy(asc(user.email)),
		db
			.select()
			.from(site)
			.where(and(eq(site.teamId, team.id), alive))
			.orderBy(asc(site.domain)),
	])
	return {
		record: 'processor',
		article: '30(2)',
		made_at: new Date(now).toISOString(),
		processor: us,
		controller: { name: team.name, contacts: owners },
		processing: sites.map((row) => {
			const policy = policyOf(row)
			return {
				site: policy.domain,
				category: 'Counting visits, and showing the result to the controller',
				persons: 'visitors of the site',
				mode: policy.mode,
				data: FIELDS.filter(({ level }) => level(policy) !== null).map(({ key }) => key),
				retention_days: policy.retentionDays,
				jurisdiction: policy.jurisdiction,
			}
		}),
		never_stored: NEVER,
		...transfers(['visitors and accounts']),
		security: SECURITY,
	}
}
export type ProcessorRecord = Awaited<ReturnType<typeof processorRecord>>

/** What Jitt does for itself, for Article 30(1). @param now ms since the epoch. */
export const controllerRecord = (now: number) => ({
	record: 'controller',
	article: '30(1)',
	made_at: new Date(now).toISOString(),
	controller: us,
	processing: [
		activity(
			'Accounts and teams',
			'contract',
			'account holders',
			'name, e-mail address, hash of the password, second factors, sessions, teams, accepted agreements',
			'until the account is deleted; sessions until they expire',
		),
		activity(
			'Billing',
			'contract, and tax law',
			'account holders with a paid plan',
			'name, e-mail address, billing address, tax id, invoices; no card data',
			'for as long as tax law asks',
		),
		activity(
			'Support',
			'contract',
			'who writes to us',
			'name, e-mail address, messages, attachments, network address at submission',
			'12 months after the ticket is closed, or until it is deleted',
		),
		activity(
			'Security: access log, limits on attempts, incidents',
			'legitimate interest in a service that works, and Article 33(5)',
			'account holders',
			'who looked at what and when; counts of attempts under a key',
			'12 months; attempts within a day; incidents for as long as they must be proved',
		),
		activity(
			'Mail',
			'contract; consent for news',
			'account holders',
			'e-mail address, letters until they are sent, keyed hashes of addresses that take no mail',
			'letters up to 7 days, their keys 90 days; hashes 30 days after a bounce and a year after a complaint',
		),
	],
	...transfers(['visitors and accounts', 'accounts']),
	security: SECURITY,
})
export type ControllerRecord = ReturnType<typeof controllerRecord>

const activity = (category: string, basis: string, persons: string, data: string, kept: string) => ({
	...{ category, basis, persons, data, kept },
})

const transfers = (about: readonly string[]) => ({
	recipients: SUBPROCESSORS.filter((one) => about.includes(one.about)).map(
		({ name, purpose, country, transferBasis }) => ({
			...{ name, purpose, country },
			safeguards: transferBasis,
		}),
	),
})

/** A record as sections to read and print. */
export function recordSections(record: ProcessorRecord | ControllerRecord): Section[] {
	const own = 'processor' in record ? record.processor : record.controller
	const processing = record.processing.map((one) =>
		Object.entries(one)
			.map(
				([name, value]) =>
					`${name.replaceAll('_', ' ')}: ${Array.isArray(value) ? value.join(', ') : (value ?? '–')}`,
			)
			.join('; '),
	)
	return [
		{
			heading: `Record of the ${record.record}, Article ${record.article}`,
			body: [`Made ${record.made_at}.`, `${own.name}, ${own.contact}. Data protection: ${own.privacy}.`],
		},
		...('processor' in record
			? [
					{
						heading: 'Controller',
						body: [
							record.controller.name,
							record.controller.contacts.map(({ name, email }) => `${name}, ${email}`),
						],
					},
				]
			: []),
		{ heading: 'Processing', body: [processing.length > 0 ? processing : 'None at this time.'] },
		...('never_stored' in record ? [{ heading: 'Never stored', body: [record.never_stored] }] : []),
		{
			heading: 'Recipients, third countries and safeguards',
			body: [
				record.recipients.map(
					({ name, purpose, country, safeguards }) =>
						`${name} (${country}): ${purpose} ${safeguards.join(', ')}`,
				),
			],
		},
		{ heading: 'Security', body: [record.security] },
	]
}
