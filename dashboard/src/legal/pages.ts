import type { Document, Version } from '../../../workers/rights/documents/document.ts'
import { DOCUMENTS } from '../../../workers/rights/documents.ts'
import { inline, sectionsHtml, statusHtml } from '../../../workers/rights/documents-html.ts'
import { escapeHtml } from '../../../workers/rights/html.ts'
import { SERVICE } from '../../../workers/rights/service.ts'
import { CHANGES, NOTICE_DAYS, SUBPROCESSORS } from '../../../workers/rights/subprocessors.ts'
import { STORED } from '../settings/stored.ts'
import type { PublicPage } from './frame.ts'
import { pricing } from './pricing.ts'
import { welcome } from './welcome.ts'

/** Every public page. @param now ms since the epoch: which version of a document is in force. */
export const publicPages = (now: number): PublicPage[] => [
	welcome,
	pricing,
	...DOCUMENTS.flatMap((document) => documentPages(document, now)),
	subprocessors,
	cookies,
	security,
	contact,
]

const DESCRIPTIONS: Record<Document['id'], string> = {
	privacy:
		'What Jitt promises to account holders, site owners and visitors, dated, with every earlier version.',
	terms: 'The terms on which Jitt is offered, dated, with every earlier version.',
	dpa: 'What Jitt does on behalf of site owners, by Article 28 of the GDPR.',
}

/** A document in force at its name, and each of its versions at a name of its own. */
function documentPages(document: Document, now: number): PublicPage[] {
	const { id, title, versions } = document
	const today = new Date(now).toISOString().slice(0, 10)
	const current = versions.find(({ version }) => version <= today) ?? versions[0]
	const page = (version: Version, path: string): PublicPage => ({
		...{ path, title, description: DESCRIPTIONS[id] },
		body: `${statusHtml(document, version)}\n${sectionsHtml(version.sections)}\n${history(document, version)}`,
	})
	return [
		page(current, `/legal/${id}`),
		...versions.map((version) => page(version, `/legal/${id}/${version.version}`)),
	]
}

const history = ({ id, versions }: Document, shown: Version): string =>
	`<section>\n<h2>History</h2>\n<ul>\n${versions
		.map(({ version, summary }) => {
			const here = version === shown.version ? ' (this one)' : ''
			return `<li><a href="/legal/${id}/${version}">${version}</a>${here}: ${escapeHtml(summary)}</li>`
		})
		.join('\n')}\n</ul>\n</section>`

/** One of a list, with what there is to say of it. Narrow screens show no tables of so much text. */
const entry = (title: string, facts: readonly (readonly [name: string, html: string])[]): string =>
	`<article>\n<h2>${title}</h2>\n<dl>\n${facts.map(([name, html]) => `<div class="fact"><dt>${name}</dt><dd>${html}</dd></div>`).join('\n')}\n</dl>\n</article>`

const subprocessors: PublicPage = {
	path: '/legal/subprocessors',
	title: 'Sub-processors',
	description: 'Who processes data for Jitt, where, and on what basis; changes are announced.',
	body: `<p>Owners of teams are told by mail at least ${NOTICE_DAYS} days before this list changes, and can object until then under <a href="/account/agreements">Account, Agreements</a>. Anybody can follow the <a href="/legal/subprocessors.xml">feed</a>.</p>
${SUBPROCESSORS.map(({ name, about, purpose, data, country, transferBasis, since }) =>
	entry(escapeHtml(name), [
		['For what', escapeHtml(purpose)],
		['Data', `${escapeHtml(data)} Of ${about}.`],
		['Country', country],
		['Basis of transfer', escapeHtml(transferBasis.join(', '))],
		['Since', since],
	]),
).join('\n')}
<section>
<h2>Changes</h2>
<ul>
${CHANGES.map(
	({ id, announced, effective, text }) =>
		`<li id="change-${escapeHtml(id)}">Announced ${announced}, in force from ${effective}: ${escapeHtml(text)}</li>`,
).join('\n')}
</ul>
</section>`,
}

const cookies: PublicPage = {
	path: '/legal/cookies',
	title: 'Cookies and storage',
	description:
		'Every cookie and storage key that Jitt’s own pages use, what for, how long, and which are required.',
	body: `<p>What Jitt’s own pages store on your device. What is optional is off until you <a href="/cookies">turn it on</a>. On sites of others that use Jitt, their own privacy notice says what holds there.</p>
${STORED.map(({ name, kind, purpose, lasts, optional, without }) =>
	entry(`<code>${escapeHtml(name)}</code> (${kind})`, [
		['Purpose', escapeHtml(purpose)],
		['How long', escapeHtml(lasts)],
		['Required?', optional ? 'no, off until chosen' : 'yes'],
		['Without it', escapeHtml(without)],
	]),
).join('\n')}
<p>These public pages may be counted by Jitt itself, in lightweight mode: without a cookie, without a stored address, and not at all under Global Privacy Control or Do Not Track. The pages behind the sign-in are not counted.</p>`,
}

const security: PublicPage = {
	path: '/legal/security',
	title: 'Security',
	description: 'How to tell Jitt of a weakness, and what happens then.',
	body: sectionsHtml([
		{
			heading: 'Telling us of a weakness',
			body: [
				`Write to ${SERVICE.security}. A person answers within ${SERVICE.answerDays} working days, tells you what we found, and when it is mended. The same address stands in /.well-known/security.txt.`,
				'Whoever looks for weaknesses in good faith, with accounts and sites of their own, without taking or destroying data of others and without holding up the service, has nothing to fear from us.',
			],
		},
		{
			heading: 'If something happens',
			body: [
				'Owners are told within 24 hours where data of their sites is concerned, account holders within three days, and everybody gets the full story when the investigation ends.',
			],
		},
	]),
}

const contact: PublicPage = {
	path: '/legal/contact',
	title: 'Contact',
	description: 'How to reach a person at Jitt.',
	body: `<p>${inline(`Write to ${SERVICE.contact}. A person reads it and answers within ${SERVICE.answerDays} working days.`)}</p>
<ul>
<li>${inline(`Data protection: ${SERVICE.privacy}`)}</li>
<li>${inline(`Weaknesses: ${SERVICE.security}`)}, and the page on <a href="/legal/security">security</a></li>
</ul>
<section>
<h2>If you visited a site that uses Jitt</h2>
<p>Questions about a site’s use of Jitt go to the site’s owner: the owner decides what is measured, and knows why. What Jitt itself can answer and do for you needs no account:</p>
<ul>
<li>The page <code>/privacy/</code> followed by the site’s name, on this host, says what is measured of you there, from where you are, under which law, and how to say no.</li>
<li>On the site itself you can opt out, and see, take and erase what is held under your cookie, if there is one.</li>
<li>Anything else: write to the address above.</li>
</ul>
</section>`,
}
