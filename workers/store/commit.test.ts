import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { type Event, UNMEASURED } from '../model/event.ts'
import { someFacts } from '../model/testing.ts'
import { openVisit } from '../site/visits.ts'
import { commit, eventFrom, eventJson, visitJson } from './commit.ts'

const site = 8101
const visit = openVisit(site, 5, 3, 0, 1000, someFacts)
const event: Event = {
	...{ ...someFacts, ...UNMEASURED, site, time: 1000, id: 4, name: 'pageview', hostname: 'a.example' },
	...{ page: '/', visitor: 3, visit: 5, visitStartedAt: 1000, stable: 0, novelty: 3, noveltyHour: 3 },
	...{ interactive: 1, scrollDepth: null, engagedMs: null, props: null, revenueAmount: null },
	...{ revenueCurrency: null, entryPage: '/', title: 'Home', lcp: 900, cls: 0.05 },
}
const read = async (table: string) =>
	(await env.STATS_0.prepare(`select * from ${table} where site = ?`).bind(site).first()) ?? {}

test('an event comes back from its JSON as it was', () => {
	expect(eventFrom(JSON.parse(eventJson(event)))).toEqual(event)
})

test('rows that waited through an upgrade have no cells for what came with it: it is blank', async () => {
	const older = (json: string, later: number) => JSON.stringify(JSON.parse(json).slice(0, -later))
	// Language, screen class and kind of network; of an event title and five vitals too.
	const events = older(eventJson(event), 9)
	const visits = older(visitJson(visit), 7)
	await commit(env.STATS_0, { site, number: 1, at: 0, events: [events], visits: [visits], refusals: [] })
	const blank = { device: 'Desktop', language: '', screen_class: '', asn_kind: '' }
	expect(await read('visits')).toMatchObject(blank)
	expect(await read('events')).toMatchObject({ ...blank, title: '', lcp: null, cls: null })
	expect(eventFrom(JSON.parse(events))).toEqual({
		...event,
		...{ language: '', screenClass: '', asnKind: '', title: '', ...UNMEASURED },
	})
})
