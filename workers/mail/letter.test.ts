import { expect, test } from 'vitest'
import { letterOf } from './letter.ts'

test('whatever stands in a letter stays text', () => {
	const { html, text } = letterOf({
		subject: 'Hello',
		paragraphs: [`<script>alert("1")</script> & 'more'\nsecond line`],
		action: { label: '<b>Go</b>', link: 'https://jitt.test/?a=1&b="2"' },
	})
	expect(html).not.toMatch(/<(script|b)>/)
	expect(html).toContain(
		'&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;<br>\nsecond line',
	)
	expect(html).toContain('href="https://jitt.test/?a=1&amp;b=&quot;2&quot;"')
	expect(text).toBe(
		`<script>alert("1")</script> & 'more'\nsecond line\n\n<b>Go</b>: https://jitt.test/?a=1&b="2"\n`,
	)
})

test('a subject is one short line, whatever name it holds', () => {
	expect(letterOf({ subject: 'Ada\r\nBcc: b@example.org\u0000 invites you', paragraphs: [] }).subject).toBe(
		'Ada Bcc: b@example.org invites you',
	)
	expect(letterOf({ subject: 'x'.repeat(300), paragraphs: [] }).subject).toHaveLength(77)
})
