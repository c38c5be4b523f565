import { expect, test } from 'vitest'
import type { Facts } from '../model/event.ts'
import { advance, continues, openVisit } from './visits.ts'

const blank: Facts = {
	source: '',
	channel: 'Direct',
	referrer: '',
	utmSource: '',
	utmMedium: '',
	utmCampaign: '',
	utmContent: '',
	utmTerm: '',
	clickId: '',
	country: '',
	region: '',
	city: '',
	browser: '',
	browserVersion: '',
	os: '',
	osVersion: '',
	device: '',
	language: '',
	screenClass: '',
	asnKind: '',
}
const MINUTE = 60_000
const start = 1_700_000_000_000
const fresh = () => openVisit(1, 2, 3, 0, start, blank)
const event = (name: string, minutes: number, page = '/', interactive: 0 | 1 = 1) => ({
	name,
	time: start + minutes * MINUTE,
	page,
	hostname: 'example.org',
	interactive,
})

test('a visit goes on below 31 minutes of silence and ends at 31', () => {
	const visit = fresh()
	expect(continues(visit, start + 31 * MINUTE - 1, false)).toBe(true)
	expect(continues(visit, start + 31 * MINUTE, false)).toBe(false)
})

test('engagement keeps a visit open, but not for longer than twelve hours without an event', () => {
	const visit = fresh()
	advance(visit, event('pageview', 0))
	for (let minutes = 30; minutes < 12 * 60; minutes += 30) {
		expect(continues(visit, start + minutes * MINUTE, true)).toBe(true)
		advance(visit, event('engagement', minutes))
	}
	expect(continues(visit, start + 12 * 60 * MINUTE, true)).toBe(false)
	expect(visit).toMatchObject({ lastAt: start, duration: 0, events: 1, pageviews: 1, bounce: 1 })
})

test('a second page view ends the bounce and moves the exit page', () => {
	const visit = fresh()
	expect(advance(visit, event('pageview', 0, '/in'))).toEqual({ bounceEnded: false, entrySet: true })
	expect(advance(visit, event('pageview', 2, '/out'))).toEqual({ bounceEnded: true, entrySet: false })
	expect(advance(visit, event('pageview', 3, '/out'))).toEqual({ bounceEnded: false, entrySet: false })
	expect(visit).toMatchObject({ entryPage: '/in', exitPage: '/out', duration: 180, pageviews: 3, bounce: 0 })
})

test('an interactive custom event is no bounce, even alone; one that is not interactive is', () => {
	const acted = fresh()
	expect(advance(acted, event('Signup', 0))).toEqual({ bounceEnded: true, entrySet: false })
	expect(acted).toMatchObject({ bounce: 0, entryPage: '', pageviews: 0, events: 1 })
	const watched = fresh()
	advance(watched, event('Scrolled', 0, '/', 0))
	expect(watched.bounce).toBe(1)
})

test('a visit that began with a custom event takes its entry page from the first page view', () => {
	const visit = fresh()
	advance(visit, event('Signup', 0, '/ignored'))
	expect(advance(visit, event('pageview', 1, '/first')).entrySet).toBe(true)
	expect(visit.entryPage).toBe('/first')
})
