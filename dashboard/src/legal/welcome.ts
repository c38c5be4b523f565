import type { PublicPage } from './frame.ts'

/** The short home page. */
export const welcome: PublicPage = {
	path: '/welcome',
	title: 'Web analytics that respects every visitor',
	description:
		'Jitt counts visits, by default without cookies, always without storing addresses, by the privacy law of the visitor’s country.',
	body: `<p class="lead">Jitt counts visits to your site: by default without a cookie, always without storing an address, and by the privacy law of each visitor’s country. You see what people read and where they come from, and nobody, Jitt included, can tell who they are.</p>
<p><a class="button" href="/sign-up">Create an account</a> <a href="/demo/">Look at a demo site</a></p>
<section>
<h2>What you get</h2>
<ul>
<li>A script of less than 2 KB, and a dashboard: pages, sources, places, goals, funnels, retention.</li>
<li>A visitor’s number that dies at your midnight. Returning visitors only where you choose the cookie mode and their law or consent allows it.</li>
<li>Global Privacy Control and Do Not Track honoured, opt-outs ready to use, and the text for your own privacy notice.</li>
<li>Your data: exported and deleted by yourself at any time, with a receipt.</li>
<li>Scripts of Plausible and Umami can report to Jitt, and programs written for Plausible’s APIs can ask it.</li>
</ul>
</section>
<section>
<h2>What it costs</h2>
<p>It depends on events alone; the first month is free and needs no card. See <a href="/pricing">pricing</a>. Jitt is open source, and running it yourself costs nothing but your own Cloudflare account.</p>
</section>
<section>
<h2>What we promise</h2>
<p>21 promises, in plain words, dated, each held by tests: the <a href="/legal/privacy">privacy policy</a>.</p>
</section>`,
}
