import { Temporal } from 'temporal-polyfill'
import type { Decision, Facts, Taken, Vitals } from '../workers/model/event.ts'
import type { Folded } from '../workers/model/folded.ts'
import { somePolicy } from '../workers/model/testing.ts'
import { dayAt } from '../workers/site/day.ts'
import { Folding } from '../workers/site/folding.ts'
import { Today } from '../workers/site/today.ts'
import { commit, eventJson, MAX_JSON, visitJson } from '../workers/store/commit.ts'
import { Direct } from './direct.ts'

/**
 * A site's past for the bench: people with habits like those of real visitors, taken through the rules of the
 * site object (visits, bounces, novelty) and written by the same commits, so that the rows are the real ones.
 */
export interface Past {
	site: number
	/** IANA name. */
	timezone: string
	/** First day (`2026-11-01`) and how many. */
	from: string
	days: number
	/** Events of all days together, engagement included. */
	events: number
	/** Told of every row that is written, as JSON. */
	also?: (table: 'events' | 'visits', json: string) => Promise<void>
}

/** Rows that were written. */
export interface Written {
	events: number
	visits: number
}

const PAGES = 500
const SOURCES = 300
const COUNTRIES = 60
const PER_VISIT = 5
/** Of a day's visits, how many are by somebody who was there before. */
const RETURNING = 0.08

/** Folds a past's days as the site's object does, up to the day that is open at `now`. */
export async function foldPast(db: D1Database, past: Past, now: number): Promise<Folded | null> {
	const notes = new Map<string, string>()
	const folding = new Folding({
		get: <T>(key: string) => JSON.parse(notes.get(key) ?? 'null') as T | null,
		set: (key, value) => void notes.set(key, JSON.stringify(value)),
		delete: (key) => void notes.delete(key),
	})
	const policy = somePolicy(past.site, { timezone: past.timezone })
	let more = true
	while (more) more = await folding.fold(db, policy, now)
	const today = { day: dayAt(now, past.timezone), events: past.events / past.days }
	while (await folding.foldHours(db, policy, today, now)) more = true
	const folded = folding.state(policy)
	// The object knows this of its memory.
	const open = 'SELECT coalesce(sum(duration), 0) AS s FROM visits WHERE site = ? AND started_at >= ?'
	const openSeconds = await db.prepare(open).bind(past.site, folded?.to).first<number>('s')
	return folded && { ...folded, openSeconds }
}

const COUNTED: Decision = { outcome: 'light', reason: 'lightweight', rule: '*', policyVersion: 1 }

/** Writes a past. Days are written as they end, as large commits or straight into the file of a database. */
export async function writePast(db: D1Database | Direct, past: Past): Promise<Written> {
	const random = randomOf(past.site)
	const draw = () => Math.floor(random() * 0x200000) * 0x1_0000_0000 + Math.floor(random() * 0x1_0000_0000)
	const written: Written = { events: 0, visits: 0 }
	const writer = db instanceof Direct ? new DirectWriter(db, past.site) : new Writer(db, past.site)
	const first = Temporal.PlainDate.from(past.from)
	for (let i = 0; i < past.days; i++) {
		const date = first.add({ days: i })
		const day = dayAt(date.toZonedDateTime(past.timezone).epochMilliseconds, past.timezone)
		const due = Math.round((past.events * (i + 1)) / past.days) - written.events
		const today = new Today(day)
		for (const { at, person, hit } of beats(random, day, due)) {
			const event = today.take(hit, at, {
				...{ token: person, number: null, awaits: null, decision: COUNTED },
				...{ site: past.site, seq: 1, draw },
			})
			if (!event) continue
			const json = eventJson(event)
			await writer.event(json)
			await past.also?.('events', json)
			written.events++
		}
		for (const visit of today.changed) {
			const json = visitJson(visit)
			await writer.visit(json)
			await past.also?.('visits', json)
			written.visits++
		}
	}
	await writer.flush()
	return written
}

interface Beat {
	at: number
	person: string
	hit: Taken
}

/** About `count` beacons of one day, in order of time. */
function beats(random: () => number, day: { start: number; end: number }, count: number): Beat[] {
	const list: Beat[] = []
	const people: string[] = []
	while (list.length < count) {
		const returns = people.length > 0 && random() < RETURNING
		const person = returns ? (people[Math.floor(random() * people.length)] ?? '') : `p${people.length}`
		if (!returns) people.push(person)
		const facts = factsOf(random)
		// Two waves a day, noon and evening.
		let at = day.start + (day.end - day.start) * ((random() + random() + random()) / 3)
		const pages = random() < 0.4 ? 1 : 2 + Math.floor(-Math.log(1 - random()) * PER_VISIT)
		for (let i = 0; i < pages && at < day.end && list.length < count; i++) {
			const page = pageOf(random)
			list.push({ at: Math.floor(at), person, hit: hitOf('pageview', page, facts, random) })
			if (random() < 0.12) {
				list.push({ at: Math.floor(at + 8_000), person, hit: hitOf('engagement', page, facts, random) })
			} else if (random() < 0.03) {
				const name = CUSTOM[zipf(random, CUSTOM.length)] ?? ''
				list.push({ at: Math.floor(at + 5_000), person, hit: hitOf(name, page, facts, random) })
			}
			at += 10_000 + random() * 120_000
		}
	}
	return list.filter(({ at }) => at < day.end).sort((a, b) => a.at - b.at)
}

const CUSTOM = ['Outbound Link: Click', 'Sign up', 'File Download', 'Form: Submission', 'Purchase']
const BROWSERS = [
	'Chrome',
	'Safari',
	'Mobile App',
	'Microsoft Edge',
	'Firefox',
	'Samsung Browser',
	'Opera',
	'',
]
const SYSTEMS = ['Windows', 'iOS', 'Android', 'Mac', 'GNU/Linux', 'Ubuntu', 'Chrome OS']
const DEVICES = ['Mobile', 'Desktop', 'Laptop', 'Tablet', '']
const LANGUAGES = ['en', 'de', 'fr', 'es', 'nb', 'pt', 'zh', '']
const SCREENS = ['xs', 'lg', 'xl', 'md', 'sm', '']
const CHANNELS = ['Organic Search', 'Referral', 'Organic Social', 'Email', 'Paid Search', 'AI']
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

const pageOf = (random: () => number): string => {
	const number = zipf(random, PAGES)
	return number === 0 ? '/' : `/articles/2026/some-title-of-an-article-${number}`
}

function factsOf(random: () => number): Facts {
	const direct = random() < 0.35
	const source = direct ? -1 : zipf(random, SOURCES)
	const campaign = !direct && random() < 0.1 ? `campaign-${zipf(random, 40)}` : ''
	const place = zipf(random, COUNTRIES)
	const country = `${LETTERS[place % 26]}${LETTERS[Math.floor(place / 26)]}`
	const city = zipf(random, 40)
	return {
		source: direct ? '' : `source-${source}.example`,
		channel: direct ? 'Direct' : (CHANNELS[source % CHANNELS.length] ?? ''),
		referrer: direct ? '' : `source-${source}.example/path/${source % 7}`,
		utmSource: campaign && 'newsletter',
		utmMedium: campaign && 'email',
		utmCampaign: campaign,
		utmContent: '',
		utmTerm: '',
		clickId: '',
		country,
		region: `${country}-${city % 12}`,
		city: `City ${country} ${city}`,
		browser: BROWSERS[zipf(random, BROWSERS.length)] ?? '',
		browserVersion: `${130 + zipf(random, 15)}.0`,
		os: SYSTEMS[zipf(random, SYSTEMS.length)] ?? '',
		osVersion: `${10 + zipf(random, 8)}.0`,
		device: DEVICES[zipf(random, DEVICES.length)] ?? '',
		language: LANGUAGES[zipf(random, LANGUAGES.length)] ?? '',
		screenClass: SCREENS[zipf(random, SCREENS.length)] ?? '',
		asnKind: random() < 0.05 ? 'hosting' : 'access',
	}
}

const hitOf = (name: string, page: string, facts: Facts, random: () => number): Taken => ({
	name,
	hostname: 'bench.example',
	page,
	props: random() < 0.1 ? { plan: random() < 0.8 ? 'free' : 'pro' } : null,
	revenue: null,
	interactive: true,
	scrollDepth: name === 'engagement' ? Math.floor(random() * 101) : null,
	engagedMs: name === 'engagement' ? Math.floor(random() * 60_000) : null,
	title: page === '/' ? 'Home' : `Title of ${page.slice(15)}`,
	vitals: name === 'engagement' ? vitalsOf(random) : null,
	facts,
})

/** Values as pages in the field have them: most are good, a few are very bad. */
function vitalsOf(random: () => number): Vitals {
	const ms = (typical: number) => Math.round(typical * (0.3 - Math.log(1 - random())))
	const fcp = ms(900)
	return { lcp: fcp + ms(700), inp: ms(90), cls: Math.round(random() ** 4 * 1000) / 1000, fcp, ttfb: ms(300) }
}

/** A number below `n`, small ones far more often: weight 1 / (number + 1). */
const zipf = (random: () => number, n: number): number => Math.min(n - 1, Math.floor((n + 1) ** random() - 1))

/** Equal numbers at every run (mulberry32, public domain). */
function randomOf(seed: number): () => number {
	let state = seed * 0x9e3779b1
	return () => {
		state = (state + 0x6d2b79f5) | 0
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
	}
}

/** Writes rows as they come. */
class DirectWriter {
	readonly #to: Direct
	readonly #site: number

	constructor(to: Direct, site: number) {
		this.#to = to
		this.#site = site
	}

	event(json: string): void {
		this.#to.row('events', json)
	}

	visit(json: string): void {
		this.#to.row('visits', json)
	}

	flush(): void {
		this.#to.mark(this.#site)
	}
}

/** Gathers rows into commits of D1's size. */
class Writer {
	readonly #db: D1Database
	readonly #site: number
	#number = 0
	#events: string[] = []
	#visits: string[] = []
	#length = 0

	constructor(db: D1Database, site: number) {
		this.#db = db
		this.#site = site
	}

	event(json: string): Promise<void> {
		this.#events.push(json)
		return this.#grown(json)
	}

	visit(json: string): Promise<void> {
		this.#visits.push(json)
		return this.#grown(json)
	}

	async #grown(json: string): Promise<void> {
		this.#length += json.length + 1
		if (this.#length > MAX_JSON - 10_000) await this.flush()
	}

	async flush(): Promise<void> {
		const rows = (list: string[]) => (list.length > 0 ? [list.join(',')] : [])
		await commit(this.#db, {
			site: this.#site,
			number: ++this.#number,
			at: Date.now(),
			events: rows(this.#events),
			visits: rows(this.#visits),
			refusals: [],
		})
		this.#events = []
		this.#visits = []
		this.#length = 0
	}
}
