import { expect, test } from 'vitest'
import { sourceOfHost, sourceOfTag } from './source.ts'
import { SOURCES } from './sources.ts'

test.each([
	['google.com', 'Google', 'search'],
	['news.google.com', 'Google News', ''],
	['mail.google.com', 'Gmail', 'email'],
	['google.de', 'Google', 'search'],
	['google.co.uk', 'Google', 'search'],
	['google.com.br', 'Google', 'search'],
	['images.google.fr', 'Google', 'search'],
	['search.brave.com', 'Brave', 'search'],
	['t.me', 'Telegram', 'social'],
	['perplexity.ai', 'Perplexity', 'assistant'],
	['de.m.wikipedia.org', 'Wikipedia', ''],
	['statics.teams.cdn.office.net', 'Microsoft Teams', 'social'],
	['l.facebook.com', 'Facebook', 'social'],
	['temu.com', 'Temu', 'shopping'],
	['android-app://com.google.android.gm', 'Gmail', 'email'],
	['android-app://com.slack', 'Slack', 'social'],
	['android-app://com.example.reader', 'android-app://com.example.reader', ''],
	['google.evil.example', 'google.evil.example', ''],
	['notgoogle.com', 'notgoogle.com', ''],
	['google', 'google', ''],
	['google.shop', 'google.shop', ''],
	['blog.example.net', 'blog.example.net', ''],
	['192.0.2.1', '192.0.2.1', ''],
])('the host %s is %s (%s)', (host, name, category) => {
	expect(sourceOfHost(host)).toEqual({ name, category, paidTag: false })
})

test.each([
	['fb', 'Facebook', 'social', false],
	['FB', 'Facebook', 'social', false],
	['facebook-ads', 'Facebook', 'social', true],
	['facebook_feed_ad', 'Facebook', 'social', true],
	['fb-ads', 'Facebook', 'social', true],
	['ig', 'Instagram', 'social', false],
	['yt', 'Youtube', 'video', false],
	['yt-ads', 'Youtube', 'video', true],
	['adwords', 'Google', 'search', true],
	['gads', 'Google', 'search', true],
	['googleads', 'Google', 'search', true],
	['google', 'Google', 'search', false],
	['www.google.de', 'Google', 'search', false],
	['chatgpt.com', 'ChatGPT', 'assistant', false],
	['Product Hunt', 'Product Hunt', 'social', false],
	['newsletter', 'newsletter', '', false],
	// Not in the list: no entry says what kind of source it is, so nothing says that it was paid for.
	['my-ads', 'my-ads', '', false],
	['My Letter ', 'My Letter ', '', false],
])('the tag %s is %s (%s), paid: %s', (tag, name, category, paidTag) => {
	expect(sourceOfTag(tag)).toEqual({ name, category, paidTag })
})

test('a tag made of a word of the language finds nothing', () => {
	for (const tag of ['__proto__', 'constructor', 'toString', '']) {
		expect(sourceOfTag(tag)).toEqual({ name: tag, category: '', paidTag: false })
	}
})

test('the list names each source, host and tag once', () => {
	const rows = SOURCES.trim()
		.split('\n')
		.map((row) => row.split('|'))
	for (const row of rows) {
		expect(row).toHaveLength(4)
		expect(['search', 'social', 'video', 'shopping', 'email', 'assistant', '']).toContain(row[1])
	}
	const words = (column: number) => rows.flatMap((row) => row[column]?.split(' ').filter(Boolean) ?? [])
	const names = rows.map((row) => row[0]?.toLowerCase())
	const tags = words(3)
	const doubled = (list: unknown[]) => list.filter((one, i) => list.indexOf(one) !== i)
	expect(doubled(names)).toEqual([])
	expect(doubled(words(2))).toEqual([])
	expect(doubled([...tags, ...names])).toEqual([])
	for (const word of [...tags, ...words(2)]) expect(word).toBe(word.toLowerCase())
})
