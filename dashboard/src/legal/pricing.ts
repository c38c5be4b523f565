import { CURRENCY, FREE, NO_REFUND, PLANS, TRIAL, WARNINGS } from '../../../workers/model/plans.ts'
import { escapeHtml } from '../../../workers/rights/html.ts'
import type { PublicPage } from './frame.ts'

const whole = new Intl.NumberFormat('en')
/** Cents; prices without cents are written so. */
const price = (cents: number): string =>
	new Intl.NumberFormat('en', {
		style: 'currency',
		currency: CURRENCY,
		minimumFractionDigits: cents % 100 === 0 ? 0 : 2,
	}).format(cents / 100)

/** The pricing page, from the table of plans. */
export const pricing: PublicPage = {
	path: '/pricing',
	title: 'Pricing',
	description: `From ${price(PLANS[0]?.price.month ?? 0)} a month; ${TRIAL.days} days free, without a card.`,
	body: `<p>Every plan has every feature, any number of sites and people, and the same privacy. Only the number of events a month differs. The first ${TRIAL.days} days are free, up to ${whole.format(TRIAL.events)} events a month, and need no card.</p>
<div class="wide" role="region" aria-label="Plans" tabindex="0"><table class="figures">
<thead><tr><th scope="col">Events a month</th><th scope="col">Monthly</th><th scope="col">Annually</th></tr></thead>
<tbody>
<tr><th scope="row">${whole.format(FREE.events)}</th><td>free</td><td>free</td></tr>
${PLANS.map(
	({ events, price: { month, year } }) =>
		`<tr><th scope="row">${whole.format(events)}</th><td>${price(month)}</td><td>${price(year)}</td></tr>`,
).join('\n')}
</tbody>
</table></div>
<p class="quiet">Without tax, which depends on where you are. Page views and events of your own count; time spent and scrolling do not.</p>
<section>
<h2>Before you pay</h2>
<p>${escapeHtml(NO_REFUND)} The <a href="/legal/terms">terms</a> say the same. Payment goes through Stripe: card data never reaches us.</p>
</section>
<section>
<h2>If you have more visitors than planned</h2>
<p>Totals go on to be counted exactly, and no dashboard is ever locked. You are told by mail at ${new Intl.ListFormat('en').format(WARNINGS.map(String))} per cent of your plan. Above it, detail of further events is dropped in a stated order until the month ends or you take a larger plan.</p>
</section>
<section>
<h2>On your own account at Cloudflare</h2>
<p>Jitt is open source (AGPL). Run it yourself, and nothing is billed or limited.</p>
</section>`,
}
