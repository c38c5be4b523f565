/**
 * What the element says. In braces: what is put in. A language has all of them; what an owner overrides may be
 * some.
 */
export const en = {
	title: 'Your privacy on {site}',
	light:
		'Your visit is counted without cookies. What tells it from other visits is destroyed at midnight: after today nothing of it can be tied to you.',
	cookie:
		'Your visits are counted with a cookie that holds a random number. It is valid on this site only and for 13 months at most.',
	none: 'Nothing of your visit is kept.',
	unknown: 'What applies to you could not be found out just now.',
	rule: 'Rule for your place: {rule}',
	elsewhere: 'other countries',
	nowhere: 'place unknown',
	kept: 'Single page views are deleted after {days} days.',
	fields: 'What is measured',
	more: 'All about what is measured here',
	signal: 'Your browser’s opt-out signal ({signal}) is honoured.',
	cookies: 'Cookies',
	allow: 'Allow the statistics cookie',
	allowNote: 'It recognises you when you come back. Without it nothing is stored on your device.',
	count: 'Counting',
	optOut: 'Do not count me',
	optIn: 'Count me again',
	out: 'You are not counted on this site.',
	lasting: 'This holds for today, and for as long as the opt-out cookie stays in this browser.',
	safari: 'Safari may forget it after 7 days without a visit.',
	durable: 'The choice that lasts is your browser’s own signal: Global Privacy Control.',
	held: 'What is held about you',
	download: 'Download (JSON)',
	erase: 'Erase',
	erased: 'It is erased.',
	saved: 'Saved.',
	later: 'Too many requests. Please try again in an hour.',
	failed: 'That did not work. Please try again.',
}

export type Texts = typeof en
