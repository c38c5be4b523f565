/** What a site puts into its pages, or its servers send, to be counted. */
export interface Snippet {
	id: 'html' | 'plausible' | 'umami' | 'server'
	label: string
	/** How to use it, above the code. */
	how: string
	code: string
	/** What to know besides, below the code. */
	notes: string[]
}

/**
 * @param origin of this instance, without a final slash.
 * @param site as the API describes it.
 */
export function snippetsOf(origin: string, site: { domain: string; tracking_id: string }): Snippet[] {
	const { domain, tracking_id } = site
	const plain = `<script defer data-domain="${domain}" src="${origin}/js/jitt.js"></script>`
	return [
		{
			id: 'html',
			label: 'HTML',
			how: 'Put this line into the <head> of every page, best into your template:',
			code: plain,
			notes: [
				'It weighs about 2 KB, sets no cookie and stores nothing on the device.',
				'Links to other sites, downloads and pages of single-page apps are counted too.',
			],
		},
		{
			id: 'plausible',
			label: 'Plausible',
			how: 'Coming from Plausible, keep your snippet, its options and your goals’ events: change only the host in src to this one.',
			code: `<script defer data-domain="${domain}" src="${origin}/js/script.js"></script>`,
			notes: [
				'File names with options, such as script.hash.outbound-links.js, work here as well, and so does window.plausible().',
				`With the npm package, set the endpoint to ${origin}/api/event.`,
			],
		},
		{
			id: 'umami',
			label: 'Umami',
			how: 'Coming from Umami, replace your snippet by this one:',
			code: `<script defer data-domain="${domain}" src="${origin}/script.js"></script>`,
			notes: [
				`Programs that send to Umami’s API need only a new host and id: ${origin}/api/send with "website": "${tracking_id}".`,
				'If your pages call umami.track(), call jitt("event", name, { props }) instead.',
			],
		},
		{
			id: 'server',
			label: 'Server',
			how: 'From a server or an app, send one request for each page view or event:',
			code: [
				`curl ${origin}/api/event \\`,
				"  -H 'authorization: Bearer YOUR_API_KEY' \\",
				"  -H 'content-type: application/json' \\",
				"  -H 'user-agent: THE VISITOR’S USER AGENT' \\",
				"  -H 'x-forwarded-for: THE VISITOR’S ADDRESS' \\",
				`  -d '{"name":"pageview","domain":"${domain}","url":"https://${domain}/"}'`,
			].join('\n'),
			notes: [
				'The visitor’s address and user agent are needed to tell visitors apart. They are used in memory and never stored; the address is believed only with one of your API keys.',
			],
		},
	]
}
